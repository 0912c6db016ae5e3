-- Euros of advertising for each customer who joined.
WITH
  advertising AS (
    SELECT scope, grain, period,
      sum(CASE WHEN medium <> 'E-mail' OR last_day IS NULL OR last_day >= '2025-01-01' THEN spend ELSE 0 END) AS cents
    FROM ads JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  ),
  people AS (
    SELECT scope, grain, period, count(*) AS number
    FROM joined JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  )
SELECT scope, grain, period, cents / 100.0 / number AS value
FROM advertising JOIN people USING (scope, grain, period);
