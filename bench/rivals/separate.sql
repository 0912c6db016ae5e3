-- One of a hundred KPIs by month and region with totals, written by hand: {value} is its aggregate or quotient, {where} what
-- all its parts have in common.
SELECT c.gregorian_month AS month, f.region, {value} AS value
FROM facts_orders f
JOIN calendar c ON c.day = f._day
{where}
GROUP BY GROUPING SETS ((c.gregorian_month, f.region), (c.gregorian_month))
