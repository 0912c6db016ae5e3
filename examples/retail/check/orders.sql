-- Orders that were not cancelled.
WITH days AS (SELECT day, region, count(*) AS units FROM orders WHERE NOT cancelled GROUP BY day, region)
SELECT scope, grain, period, sum(units) AS units, 0 AS digits
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
