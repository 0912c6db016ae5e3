-- Customers by the month of their first order, and the share of them that ordered again within 90 days, written by hand.
WITH firsts AS (
  SELECT customer_id, min(_day) AS entered FROM facts_orders GROUP BY customer_id
),
returned AS (
  SELECT DISTINCT f.customer_id
  FROM facts_orders f
  JOIN firsts ON firsts.customer_id = f.customer_id
  WHERE f._day > firsts.entered AND f._day <= firsts.entered + 90
)
SELECT c.gregorian_month AS month, count(r.customer_id)::DOUBLE / count(*) AS value
FROM firsts
JOIN calendar c ON c.day = firsts.entered
LEFT JOIN returned r ON r.customer_id = firsts.customer_id
WHERE firsts.entered < {until}
GROUP BY c.gregorian_month
ORDER BY c.gregorian_month
