-- Empty places at the last count over all places.
WITH last_counts AS (
  SELECT grain, period, max(day) AS day FROM (SELECT DISTINCT day FROM counted) JOIN periods USING (day) GROUP BY grain, period
)
SELECT scope, grain, period, 1.0 * sum(units = 0) / count(*) AS value
FROM counted JOIN last_counts USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
