-- Fulfillment orders by the cut-off at which they leave (none: they should have left), before a place in the queue.
-- What some orders have on no pick list can be left out: it is asked where that would go.
SELECT warehouse_id, ship_by, count(*)
FROM sourcing_fulfillmentorder
WHERE warehouse_id = ANY(%(warehouses)s::bigint[]) AND ship_by > %(now)s AND state <> 'cancelled'
  AND (ship_by < %(ship_by)s::timestamptz OR ship_by = %(ship_by)s::timestamptz AND id < %(id)s::bigint)
  AND NOT (order_id = ANY(%(without)s::bigint[]) AND state IN ('open', 'on_hold'))
GROUP BY 1, 2
UNION ALL
SELECT warehouse_id, NULL, count(*)
FROM sourcing_fulfillmentorder
WHERE warehouse_id = ANY(%(warehouses)s::bigint[]) AND ship_by <= %(now)s
  AND state IN ('open', 'released', 'picking', 'picked', 'sorted') AND state NOT IN ('delivered', 'cancelled')
  AND (ship_by < %(ship_by)s::timestamptz OR ship_by = %(ship_by)s::timestamptz AND id < %(id)s::bigint)
  AND NOT (order_id = ANY(%(without)s::bigint[]) AND state IN ('open', 'on_hold'))
GROUP BY 1
