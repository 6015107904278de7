-- Add what events told to the lines' counters, and name the orders concerned.
WITH told AS (
    SELECT line_id, sum(sourced) AS sourced, sum(cancelled) AS cancelled, sum(shipped) AS shipped,
           sum(delivered) AS delivered
    FROM unnest(%(lines)s::bigint[], %(sourced)s::int[], %(cancelled)s::int[], %(shipped)s::int[], %(delivered)s::int[])
         AS t (line_id, sourced, cancelled, shipped, delivered)
    GROUP BY line_id
), locked AS (
    SELECT line.id, told.* FROM placing_orderline AS line JOIN told ON told.line_id = line.id
    ORDER BY line.id FOR NO KEY UPDATE OF line
)
UPDATE placing_orderline AS line
SET sourced = line.sourced + locked.sourced,
    cancelled = line.cancelled + locked.cancelled,
    shipped = line.shipped + locked.shipped,
    delivered = line.delivered + locked.delivered
FROM locked
WHERE line.id = locked.id
RETURNING line.order_id
