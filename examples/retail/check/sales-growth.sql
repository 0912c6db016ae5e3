-- Sales over those of the same period one year earlier, of which only days count that this year has had; all time has no
-- year before it.
WITH days AS (SELECT day, region, sum(list - discount) AS cents FROM sold GROUP BY day, region),
money AS (
  SELECT scope, grain, period, sum(cents) AS cents,
    sum(CASE WHEN day <= date((SELECT max(day) FROM sold), '-1 year') THEN cents END) AS cents_so_far
  FROM days JOIN periods USING (day) JOIN scopes USING (region)
  GROUP BY scope, grain, period
)
SELECT now.scope, now.grain, now.period, 1.0 * now.cents / earlier.cents_so_far - 1 AS value
FROM money AS now JOIN money AS earlier
  ON earlier.scope = now.scope AND earlier.grain = now.grain
  AND earlier.period = (substr(now.period, 1, 4) - 1) || substr(now.period, 5)
WHERE now.grain <> 'total';
