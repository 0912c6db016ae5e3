-- Revenue and the share of returns on scales from 0 to 100, the first counting twice, written by hand.
SELECT m.month,
  (2 * greatest(0, least(100, m.revenue / {rows} * 100 / 10)) + greatest(0, least(100, (0.2 - m.returned) / 0.2 * 100))) / 3 AS value
FROM (
  SELECT c.gregorian_month AS month,
    sum(f.quantity * f.unit_price)::DOUBLE AS revenue,
    count(*) FILTER (WHERE f.returned)::DOUBLE / count(*) AS returned
  FROM facts_orders f
  JOIN calendar c ON c.day = f._day
  GROUP BY c.gregorian_month
) m
ORDER BY m.month
