-- Units at the last count at purchase price, in cents.
WITH last_counts AS (
  SELECT grain, period, max(day) AS day FROM (SELECT DISTINCT day FROM counted) JOIN periods USING (day) GROUP BY grain, period
)
SELECT scope, grain, period, sum(value) AS units, 2 AS digits
FROM counted JOIN last_counts USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
