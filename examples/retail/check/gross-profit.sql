-- Sales less what the goods cost.
WITH days AS (SELECT day, region, sum(list - discount - cost) AS units FROM sold GROUP BY day, region)
SELECT scope, grain, period, sum(units) AS units, 2 AS digits
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
