-- One KPI by month, as fast as we can write it for DuckDB: days first, because their groups are few and their keys small
-- whole numbers; then months by the calendar.
SELECT c.gregorian_month AS month, sum(d.revenue) AS revenue
FROM (SELECT f._day, sum(f.quantity * f.unit_price) AS revenue FROM facts_orders f GROUP BY f._day) d
JOIN calendar c ON c.day = d._day
GROUP BY c.gregorian_month
ORDER BY month
