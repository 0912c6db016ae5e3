-- Euros for a click; the ratio of cents is a hundred times that.
WITH days AS (SELECT day, region, sum(spend) / 100.0 AS a, sum(clicks) AS b FROM ads GROUP BY day, region)
SELECT scope, grain, period, 1.0 * sum(a) / sum(b) AS value
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
