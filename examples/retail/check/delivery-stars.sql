-- Mean of the answers that gave stars.
WITH days AS (SELECT day, region, sum(stars) AS a, count(stars) AS b FROM answers GROUP BY day, region)
SELECT scope, grain, period, 1.0 * sum(a) / sum(b) AS value
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
