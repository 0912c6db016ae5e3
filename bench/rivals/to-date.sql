-- Revenue from the start of the year to each month's end, written by hand.
SELECT m.month, sum(m.revenue) OVER (PARTITION BY m.year ORDER BY m.month) AS value
FROM (
  SELECT c.gregorian_year AS year, c.gregorian_month AS month, sum(d.revenue) AS revenue
  FROM (SELECT f._day, sum(f.quantity * f.unit_price) AS revenue FROM facts_orders f GROUP BY f._day) d
  JOIN calendar c ON c.day = d._day
  GROUP BY c.gregorian_year, c.gregorian_month
) m
ORDER BY m.month
