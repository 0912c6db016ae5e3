-- Hours ill over hours planned.
WITH days AS (SELECT day, region, sum(sick) AS a, sum(planned) AS b FROM hours GROUP BY day, region)
SELECT scope, grain, period, 1.0 * sum(a) / sum(b) AS value
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
