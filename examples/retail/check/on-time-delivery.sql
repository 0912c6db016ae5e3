-- Parcels promised for the period that came by their day. Those that never came count below only.
WITH days AS (SELECT day, region, count(CASE WHEN delivered_on <= promised_on THEN 1 END) AS a, count(*) AS b FROM parcels GROUP BY day, region)
SELECT scope, grain, period, 1.0 * sum(a) / sum(b) AS value
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
