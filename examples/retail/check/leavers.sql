-- People who left; a period in which nobody did has zero of them.
WITH
  spans AS (SELECT grain, period FROM periods GROUP BY grain, period HAVING min(day) <= '2026-07-08'),
  everywhere AS (SELECT DISTINCT scope FROM scopes),
  left_us AS (
    SELECT scope, grain, period, count(*) AS number
    FROM gone JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  )
SELECT scope, grain, period, coalesce(number, 0) AS units, 0 AS digits
FROM spans CROSS JOIN everywhere LEFT JOIN left_us USING (scope, grain, period);
