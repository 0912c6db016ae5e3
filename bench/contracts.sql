-- Contracts that begin in the same five years and last from a day to three years: {rows} rows, the same ones every time; one
-- in five goes on.
SELECT
  CAST(i + 1 AS DECIMAL(18,0)) AS contract_id,
  CAST(18628 + i * 1826 // {rows} AS INTEGER) AS begun,
  CASE WHEN hash(i, 11) % 5 = 0 THEN NULL ELSE CAST(18628 + i * 1826 // {rows} + 1 + hash(i, 12) % 1095 AS INTEGER) END AS ended,
  CAST(1 + hash(i, 13) % 50 AS DECIMAL(18,0)) AS seats,
  CAST(18628 + i * 1826 // {rows} AS INTEGER) AS _day,
  CAST(NULL AS BIGINT) AS _at,
  CAST(i + 2 AS INTEGER) AS _line
FROM range(CAST({rows} AS BIGINT)) t(i)
ORDER BY i
