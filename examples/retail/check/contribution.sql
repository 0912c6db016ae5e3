-- Gross profit less refunds less advertising, in cents. E-mails are part of it since 2025 (see marketing-spend).
WITH
  profit AS (
    SELECT scope, grain, period, sum(cents) AS cents
    FROM (SELECT day, region, sum(list - discount - cost) AS cents FROM sold GROUP BY day, region)
    JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  ),
  refunds AS (
    SELECT scope, grain, period, sum(refund) AS cents
    FROM came_back JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  ),
  advertising AS (
    SELECT scope, grain, period,
      sum(CASE WHEN medium <> 'E-mail' OR last_day IS NULL OR last_day >= '2025-01-01' THEN spend ELSE 0 END) AS cents
    FROM ads JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  )
SELECT scope, grain, period, profit.cents - refunds.cents - advertising.cents AS units, 2 AS digits
FROM profit JOIN refunds USING (scope, grain, period) JOIN advertising USING (scope, grain, period);
