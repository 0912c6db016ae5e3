-- Euros sold for an hour worked.
WITH
  money AS (
    SELECT scope, grain, period, sum(euros) AS euros
    FROM (SELECT day, region, sum(list - discount) / 100.0 AS euros FROM sold GROUP BY day, region)
    JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  ),
  worked AS (
    SELECT scope, grain, period, sum(planned - sick) / 100.0 AS hours
    FROM hours JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  )
SELECT scope, grain, period, euros / hours AS value
FROM money JOIN worked USING (scope, grain, period);
