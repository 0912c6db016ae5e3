-- Cancelled orders over all orders.
WITH days AS (SELECT day, region, sum(cancelled) AS a, count(*) AS b FROM orders GROUP BY day, region)
SELECT scope, grain, period, 1.0 * sum(a) / sum(b) AS value
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
