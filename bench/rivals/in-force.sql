-- Seats of the contracts in force on each month's last day, written by hand.
SELECT m.month, sum(f.seats) AS value
FROM (SELECT gregorian_month AS month, max(day) AS last FROM calendar GROUP BY gregorian_month) m
JOIN facts_contracts f ON f.begun <= m.last AND coalesce(f.ended, 2000000) > m.last
WHERE m.last >= 18628 AND m.last < 20454
GROUP BY m.month
ORDER BY m.month
