-- Orders of the online shop over its visits.
WITH
  placed AS (
    SELECT scope, grain, period, sum(number) AS number
    FROM (SELECT day, region, count(*) AS number FROM orders WHERE kind = 'online' AND NOT cancelled GROUP BY day, region)
    JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  ),
  came AS (
    SELECT scope, grain, period, sum(visits) AS visits
    FROM visited JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  )
SELECT scope, grain, period, 1.0 * number / visits AS value
FROM placed JOIN came USING (scope, grain, period);
