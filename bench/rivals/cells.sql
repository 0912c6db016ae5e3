-- The cells of the hundred KPIs (PERFORMANCE B.2) by hand: one narrow grouping by month, region and the columns they filter on.
SELECT c.gregorian_month AS month, f.region, f.channel, f.status, f.returned, count(*) AS orders,
  sum(f.quantity) AS units, sum(f.unit_price) AS prices, sum(f.cost) AS costs,
  sum(f.quantity * f.unit_price) AS revenue, sum(f.quantity * f.cost) AS expense
FROM facts_orders f
JOIN calendar c ON c.day = f._day
GROUP BY c.gregorian_month, f.region, f.channel, f.status, f.returned
