-- Revenue of the twelve months that end with each month, none where some of them lie before the first row, written by hand.
SELECT m.month, CASE WHEN count(*) OVER w = 12 THEN sum(m.revenue) OVER w END AS value
FROM (
  SELECT c.gregorian_month AS month, sum(d.revenue) AS revenue
  FROM (SELECT f._day, sum(f.quantity * f.unit_price) AS revenue FROM facts_orders f GROUP BY f._day) d
  JOIN calendar c ON c.day = d._day
  GROUP BY c.gregorian_month
) m
WINDOW w AS (ORDER BY m.month ROWS 11 PRECEDING)
ORDER BY m.month
