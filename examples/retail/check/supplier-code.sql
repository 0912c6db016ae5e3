-- A rate typed in as its two parts; a longer period reads its last month that has them.
WITH
  typed AS (
    SELECT period || '-01' AS day, 1.0 * numerator / denominator AS value FROM typed_values WHERE kpi = 'supplier-code'
  ),
  lasts AS (SELECT grain, period, max(day) AS day FROM typed JOIN periods USING (day) GROUP BY grain, period)
SELECT '' AS scope, grain, period, value FROM lasts JOIN typed USING (day);
