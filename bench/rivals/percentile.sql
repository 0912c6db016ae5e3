-- The 90th percentile of prices by month, written by hand.
SELECT c.gregorian_month AS month, quantile_cont(f.unit_price::DOUBLE, 0.9) AS value
FROM facts_orders f
JOIN calendar c ON c.day = f._day
GROUP BY c.gregorian_month
ORDER BY month
