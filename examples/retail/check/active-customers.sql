-- Different customers with an order: counted anew for each period and scope, never added.
SELECT scope, grain, period, count(DISTINCT customer) AS units, 0 AS digits
FROM orders JOIN periods USING (day) JOIN scopes USING (region)
WHERE NOT cancelled
GROUP BY scope, grain, period;
