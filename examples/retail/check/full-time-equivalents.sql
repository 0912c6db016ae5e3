-- Full-time equivalents at the last count, in hundredths.
WITH last_counts AS (
  SELECT grain, period, max(day) AS day FROM (SELECT DISTINCT day FROM team) JOIN periods USING (day) GROUP BY grain, period
)
SELECT scope, grain, period, sum(fte) AS units, 2 AS digits
FROM team JOIN last_counts USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
