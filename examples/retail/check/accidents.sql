-- Values typed in month by month for units; a store's count for its region too. Months add up.
WITH typed AS (
  SELECT period || '-01' AS day, coalesce(region, '') AS region, CAST(value AS INTEGER) AS number
  FROM typed_values LEFT JOIN places ON lower(replace(name, ' ', '-')) = unit
  WHERE kpi = 'accidents'
)
SELECT scope, grain, period, sum(number) AS units, 0 AS digits
FROM typed JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
