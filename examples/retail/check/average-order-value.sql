-- Euros of lines over orders, each summed by itself.
WITH
  money AS (
    SELECT scope, grain, period, sum(euros) AS euros
    FROM (SELECT day, region, sum(list - discount) / 100.0 AS euros FROM sold GROUP BY day, region)
    JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  ),
  placed AS (
    SELECT scope, grain, period, sum(number) AS number
    FROM (SELECT day, region, count(*) AS number FROM orders WHERE NOT cancelled GROUP BY day, region)
    JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  )
SELECT scope, grain, period, euros / number AS value
FROM money JOIN placed USING (scope, grain, period);
