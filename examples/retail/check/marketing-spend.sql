-- Until 2024 without e-mails. The definition in force on a period's last day holds for all of it; all time takes the newest.
SELECT scope, grain, period,
  sum(CASE WHEN medium <> 'E-mail' OR last_day IS NULL OR last_day >= '2025-01-01' THEN spend ELSE 0 END) AS units,
  2 AS digits
FROM ads JOIN periods USING (day) JOIN scopes USING (region)
GROUP BY scope, grain, period;
