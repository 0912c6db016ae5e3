-- Money given back, on the day it was.
WITH days AS (SELECT day, region, sum(refund) AS units FROM came_back GROUP BY day, region)
SELECT scope, grain, period, sum(units) AS units, 2 AS digits
FROM days JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
