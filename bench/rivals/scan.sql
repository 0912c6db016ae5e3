-- One scan: the columns that the hundred KPIs need, each touched once, without grouping.
SELECT sum(_day), max(region), max(channel), max(status), count(*) FILTER (returned),
  sum(quantity), sum(unit_price), sum(cost)
FROM facts_orders
