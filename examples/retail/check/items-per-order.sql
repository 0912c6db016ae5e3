-- Items of lines over orders.
WITH
  items AS (
    SELECT scope, grain, period, sum(items) AS items
    FROM (SELECT day, region, sum(items) AS items FROM sold GROUP BY day, region)
    JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  ),
  placed AS (
    SELECT scope, grain, period, sum(number) AS number
    FROM (SELECT day, region, count(*) AS number FROM orders WHERE NOT cancelled GROUP BY day, region)
    JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  )
SELECT scope, grain, period, 1.0 * items / number AS value
FROM items JOIN placed USING (scope, grain, period);
