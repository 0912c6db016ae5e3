-- Orders of five years (2021 to 2025), sorted by time: {rows} rows, the same ones every time. Members are skewed as they are in
-- a shop: few regions, channels and categories make most rows, customers come back, most orders end well.
WITH drawn AS (
  SELECT
    i,
    1609459200000000 + CAST(i * (157766400000000.0 / {rows}) AS BIGINT) AS stamp,
    (hash(i, 1) % 1000000) / 1e6 AS u1, (hash(i, 2) % 1000000) / 1e6 AS u2, (hash(i, 3) % 1000000) / 1e6 AS u3,
    (hash(i, 4) % 1000000) / 1e6 AS u4, (hash(i, 5) % 1000000) / 1e6 AS u5, (hash(i, 6) % 1000000) / 1e6 AS u6,
    (hash(i, 7) % 1000000) / 1e6 AS u7, (hash(i, 8) % 1000000) / 1e6 AS u8, (hash(i, 9) % 1000000) / 1e6 AS u9
  FROM range(CAST({rows} AS BIGINT)) t(i)
)
SELECT
  CAST(i + 1 AS DECIMAL(18,0)) AS order_id,
  stamp AS ordered_at,
  CAST(1 + floor({customers} * u1 * u1) AS DECIMAL(18,0)) AS customer_id,
  ['north', 'south', 'east', 'west', 'centre', 'coast', 'islands', 'lakes', 'hills', 'plains', 'capital', 'abroad']
    [1 + CAST(floor(12 * pow(u2, 1.4)) AS INTEGER)] AS region,
  ['web', 'store', 'app', 'phone', 'partner', 'marketplace', 'catalogue', 'fair']
    [1 + CAST(floor(8 * pow(u3, 1.6)) AS INTEGER)] AS channel,
  CASE WHEN u4 < 0.80 THEN 'complete' WHEN u4 < 0.88 THEN 'shipped' WHEN u4 < 0.93 THEN 'pending'
    WHEN u4 < 0.98 THEN 'cancelled' ELSE 'void' END AS status,
  u5 < 0.07 AS returned,
  'category ' || CAST(1 + floor(20 * pow(u6, 1.3)) AS INTEGER) AS category,
  CAST(1 + floor(10 * u7 * u7) AS DECIMAL(18,0)) AS quantity,
  CAST(1 + 199 * pow(u8, 3) AS DECIMAL(18,2)) AS unit_price,
  CAST((1 + 199 * pow(u8, 3)) * (0.4 + 0.4 * u9) AS DECIMAL(18,2)) AS cost,
  CAST(stamp // 86400000000 AS INTEGER) AS _day,
  stamp AS _at,
  CAST(i + 2 AS INTEGER) AS _line
FROM drawn
ORDER BY i
