-- Clicks over impressions, where impressions are known.
WITH days AS (SELECT day, region, sum(CASE WHEN impressions IS NOT NULL THEN clicks ELSE 0 END) AS a, sum(coalesce(impressions, 0)) AS b FROM ads GROUP BY day, region)
SELECT scope, grain, period, 1.0 * sum(a) / sum(b) AS value
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
