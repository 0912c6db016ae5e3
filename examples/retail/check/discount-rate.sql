-- The given part of the list price.
WITH days AS (SELECT day, region, sum(discount) AS a, sum(list) AS b FROM sold GROUP BY day, region)
SELECT scope, grain, period, 1.0 * sum(a) / sum(b) AS value
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
