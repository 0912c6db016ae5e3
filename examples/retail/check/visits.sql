-- Visits of the online shop.
WITH days AS (SELECT day, region, sum(visits) AS units FROM visited GROUP BY day, region)
SELECT scope, grain, period, sum(units) AS units, 0 AS digits
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
