-- Typed tables out of the raw CSV, which arrives as one table of text per file name (raw_orders, raw_staff …).
-- Money becomes whole cents and hours whole hundredths, so that sums are exact.

CREATE TABLE places AS
SELECT location_id AS place, name, kind, region FROM raw_locations;

CREATE TABLE products AS
SELECT product_id AS product, category, CAST(replace(unit_cost, '.', '') AS INTEGER) AS cost FROM raw_products;

CREATE TABLE orders (id TEXT PRIMARY KEY, day TEXT, kind TEXT, region TEXT, place TEXT, customer TEXT, cancelled INTEGER);
INSERT INTO orders
SELECT order_id, substr(ordered_at, 1, 10), kind, region, name, nullif(customer_id, ''), status = 'cancelled'
FROM raw_orders JOIN places ON place = location_id;

-- Lines of orders that were not cancelled.
CREATE TABLE sold AS
SELECT ordered_on AS day, region, o.place, o.kind, category,
  CAST(quantity AS INTEGER) AS items,
  quantity * CAST(replace(unit_price, '.', '') AS INTEGER) AS list,
  CAST(replace(discount, '.', '') AS INTEGER) AS discount,
  quantity * CAST(replace(unit_cost, '.', '') AS INTEGER) AS cost
FROM raw_order_lines l JOIN orders o ON o.id = l.order_id JOIN products p ON p.product = l.product_id
WHERE NOT cancelled;

CREATE TABLE parcels AS
SELECT promised_on AS day, region, carrier, ordered_on, promised_on, nullif(delivered_on, '') AS delivered_on
FROM raw_shipments s JOIN orders o ON o.id = s.order_id;

CREATE TABLE answers AS
SELECT answered_on AS day, region, CAST(recommend AS INTEGER) AS recommend, CAST(nullif(delivery_stars, '-') AS INTEGER) AS stars
FROM raw_surveys s JOIN orders o ON o.id = s.order_id;

CREATE TABLE came_back AS
SELECT returned_on AS day, region, CAST(quantity AS INTEGER) AS items, CAST(replace(refund, '.', '') AS INTEGER) AS refund
FROM raw_returns r JOIN places ON place = location_id;

CREATE TABLE joined AS
SELECT joined_on AS day, region FROM raw_customers JOIN places ON place = location_id;

CREATE TABLE team AS
SELECT counted_on AS day, region, CAST(replace(fte, '.', '') AS INTEGER) AS fte
FROM raw_staff JOIN places ON place = location_id;

CREATE TABLE gone AS
SELECT left_on AS day, region FROM raw_leavers JOIN places ON place = location_id;

-- 9.3.2026 is 2026-03-09, and 38,50 is 3850 hundredths.
CREATE TABLE hours AS
WITH split AS (
  SELECT *, substr("Worked on", instr("Worked on", '.') + 1) AS rest FROM raw_timesheets
)
SELECT printf('%s-%02d-%02d', substr(rest, instr(rest, '.') + 1), CAST(rest AS INTEGER), CAST("Worked on" AS INTEGER)) AS day,
  region,
  CAST(replace("Planned hours", ',', '') AS INTEGER) AS planned,
  CAST(replace("Sick hours", ',', '') AS INTEGER) AS sick
FROM split JOIN places ON place = "Location";

CREATE TABLE ads AS
SELECT day, region, medium, CAST(replace(spend, '.', '') AS INTEGER) AS spend,
  CAST(nullif(impressions, 'n/a') AS INTEGER) AS impressions, CAST(clicks AS INTEGER) AS clicks
FROM raw_campaigns;

CREATE TABLE visited AS
SELECT day, region, CAST(visits AS INTEGER) AS visits FROM raw_visits;

CREATE TABLE counted AS
SELECT counted_on AS day, region, CAST(units AS INTEGER) AS units, units * cost AS value
FROM raw_stock s JOIN products p ON p.product = s.product_id;

-- Every day with the periods it lies in. All time has no last day.
CREATE TABLE periods AS
WITH RECURSIVE days(day) AS (
  SELECT '2023-07-01' UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < '2026-09-30'
),
named AS (
  SELECT day, 'month' AS grain, substr(day, 1, 7) AS period FROM days
  UNION ALL
  SELECT day, 'quarter', substr(day, 1, 4) || '-Q' || ((substr(day, 6, 2) + 2) / 3) FROM days
  UNION ALL
  SELECT day, 'year', substr(day, 1, 4) FROM days
)
SELECT day, grain, period, max(day) OVER (PARTITION BY grain, period) AS last_day FROM named
UNION ALL
SELECT day, 'total', 'total', NULL FROM days
UNION ALL
-- Customers joined before the story began; only all time knows those days.
SELECT DISTINCT joined_on, 'total', 'total', NULL FROM raw_customers WHERE joined_on < '2023-07-01';
CREATE INDEX period_days ON periods (day);

-- Rows of a region speak for it and for the whole; rows of none for the whole only.
CREATE TABLE scopes (region TEXT, scope TEXT);
INSERT INTO scopes VALUES
  ('North', ''), ('West', ''), ('South', ''), ('East', ''), ('', ''),
  ('North', 'North'), ('West', 'West'), ('South', 'South'), ('East', 'East');
