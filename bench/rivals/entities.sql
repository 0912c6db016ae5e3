-- Customers who ordered at least twice in a month, written by hand.
SELECT e.month, count(*) FILTER (WHERE e.orders >= 2) AS value
FROM (
  SELECT c.gregorian_month AS month, f.customer_id, count(*) AS orders
  FROM facts_orders f
  JOIN calendar c ON c.day = f._day
  GROUP BY c.gregorian_month, f.customer_id
) e
GROUP BY e.month
ORDER BY e.month
