-- Revenue by month beside that of the month before and of a year before, written by hand: the difference to the latter.
SELECT m.month, m.revenue, lag(m.revenue) OVER w AS prior, m.revenue - lag(m.revenue, 12) OVER w AS value
FROM (
  SELECT c.gregorian_month AS month, sum(f.quantity * f.unit_price) AS revenue
  FROM facts_orders f
  JOIN calendar c ON c.day = f._day
  GROUP BY c.gregorian_month
) m
WINDOW w AS (ORDER BY m.month)
ORDER BY m.month
