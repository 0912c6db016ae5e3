-- Items that came back over items sold in the same period.
WITH
  back AS (
    SELECT scope, grain, period, sum(items) AS items
    FROM came_back JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  ),
  out AS (
    SELECT scope, grain, period, sum(items) AS items
    FROM (SELECT day, region, sum(items) AS items FROM sold GROUP BY day, region)
    JOIN periods USING (day) JOIN scopes USING (region)
    GROUP BY scope, grain, period
  )
SELECT scope, grain, period, 1.0 * back.items / out.items AS value
FROM back JOIN out USING (scope, grain, period);
