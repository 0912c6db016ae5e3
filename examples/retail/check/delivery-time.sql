-- Days from order to door, of parcels that came.
WITH days AS (SELECT day, region, sum(julianday(delivered_on) - julianday(ordered_on)) AS a, count(delivered_on) AS b FROM parcels GROUP BY day, region)
SELECT scope, grain, period, 1.0 * sum(a) / sum(b) AS value
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
