-- The kept part of each euro: sums first, division last.
WITH days AS (SELECT day, region, sum(list - discount - cost) AS a, sum(list - discount) AS b FROM sold GROUP BY day, region)
SELECT scope, grain, period, 1.0 * sum(a) / sum(b) AS value
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
