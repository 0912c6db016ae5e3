-- Mean of this period and the two before it; nothing until there are three.
WITH sums AS (
  SELECT scope, grain, period, sum(visits) AS visits
  FROM visited JOIN periods USING (day) JOIN scopes USING (region)
  WHERE grain <> 'total'
  GROUP BY scope, grain, period
)
SELECT scope, grain, period, value
FROM (
  SELECT scope, grain, period, avg(visits) OVER last_three AS value, count(*) OVER last_three AS periods
  FROM sums
  WINDOW last_three AS (PARTITION BY scope, grain ORDER BY period ROWS 2 PRECEDING)
)
WHERE periods = 3;
