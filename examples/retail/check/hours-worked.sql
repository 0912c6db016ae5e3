-- Hours planned less hours ill, in hundredths.
WITH days AS (SELECT day, region, sum(planned - sick) AS units FROM hours GROUP BY day, region)
SELECT scope, grain, period, sum(units) AS units, 2 AS digits
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
