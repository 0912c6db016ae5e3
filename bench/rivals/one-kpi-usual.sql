-- One KPI by month as everybody writes it.
SELECT date_trunc('month', make_timestamp(f.ordered_at)) AS month, sum(f.quantity * f.unit_price) AS revenue
FROM facts_orders f
GROUP BY 1
ORDER BY month
