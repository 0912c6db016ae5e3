-- People who left over people at the last count of the period.
WITH
  last_counts AS (
    SELECT grain, period, max(day) AS day FROM (SELECT DISTINCT day FROM team) JOIN periods USING (day) GROUP BY grain, period
  ),
  heads AS (
    SELECT scope, grain, period, count(*) AS number
    FROM team JOIN last_counts USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  ),
  left_us AS (
    SELECT scope, grain, period, count(*) AS number
    FROM gone JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  )
SELECT scope, grain, period, 1.0 * coalesce(left_us.number, 0) / heads.number AS value
FROM heads LEFT JOIN left_us USING (scope, grain, period);
