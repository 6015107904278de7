-- Fulfillment orders by the cut-off at which they leave (none: they should have left), before a place in the queue.
SELECT warehouse_id, ship_by, count(*)
FROM sourcing_fulfillmentorder
WHERE warehouse_id = ANY(%(warehouses)s::bigint[]) AND ship_by > %(now)s AND state <> 'cancelled'
  AND id <> ALL(%(without)s::bigint[])
  AND (ship_by < %(ship_by)s::timestamptz OR ship_by = %(ship_by)s::timestamptz AND id < %(id)s::bigint)
GROUP BY 1, 2
UNION ALL
SELECT warehouse_id, NULL, count(*)
FROM sourcing_fulfillmentorder
WHERE warehouse_id = ANY(%(warehouses)s::bigint[]) AND ship_by <= %(now)s
  AND state IN ('open', 'released', 'picking', 'picked', 'sorted') AND state NOT IN ('delivered', 'cancelled')
  AND id <> ALL(%(without)s::bigint[])
  AND (ship_by < %(ship_by)s::timestamptz OR ship_by = %(ship_by)s::timestamptz AND id < %(id)s::bigint)
GROUP BY 1
