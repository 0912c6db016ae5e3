-- Promoters (9, 10) less detractors (0 to 6), in points per hundred answers.
WITH days AS (SELECT day, region, 100 * (sum(recommend >= 9) - sum(recommend <= 6)) AS a, count(*) AS b FROM answers GROUP BY day, region)
SELECT scope, grain, period, 1.0 * sum(a) / sum(b) AS value
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
