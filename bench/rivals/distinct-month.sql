-- An exact distinct count by month, written by hand.
SELECT c.gregorian_month AS month, count(DISTINCT f.customer_id) AS value
FROM facts_orders f
JOIN calendar c ON c.day = f._day
GROUP BY c.gregorian_month
ORDER BY month
