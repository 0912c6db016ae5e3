-- Advertising over sales.
WITH
  advertising AS (
    SELECT scope, grain, period,
      sum(CASE WHEN medium <> 'E-mail' OR last_day IS NULL OR last_day >= '2025-01-01' THEN spend ELSE 0 END) AS cents
    FROM ads JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  ),
  money AS (
    SELECT scope, grain, period, sum(cents) AS cents
    FROM (SELECT day, region, sum(list - discount) AS cents FROM sold GROUP BY day, region)
    JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  )
SELECT scope, grain, period, 1.0 * advertising.cents / money.cents AS value
FROM advertising JOIN money USING (scope, grain, period);
