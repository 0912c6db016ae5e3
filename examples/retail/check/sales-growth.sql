-- Sales over those of the same period one year earlier; all time has no year before it.
WITH money AS (
  SELECT scope, grain, period, sum(cents) AS cents
  FROM (SELECT day, region, sum(list - discount) AS cents FROM sold GROUP BY day, region)
  JOIN periods USING (day) JOIN scopes USING (region)
  GROUP BY scope, grain, period
)
SELECT now.scope, now.grain, now.period, 1.0 * now.cents / earlier.cents - 1 AS value
FROM money AS now JOIN money AS earlier
  ON earlier.scope = now.scope AND earlier.grain = now.grain
  AND earlier.period = (substr(now.period, 1, 4) - 1) || substr(now.period, 5)
WHERE now.grain <> 'total';
