-- Orders that are on a pick list or further on, and held because they cannot be delivered to their address: after a
-- moment and an order (none: from the first), the one that is held longest first.
SELECT hold.order_id, channel.code, orders.external_id, hold.at, hold.reason, work.warehouse_id
FROM placing_orderhold AS hold
JOIN placing_order AS orders ON orders.id = hold.order_id
JOIN placing_channel AS channel ON channel.id = orders.channel_id
CROSS JOIN LATERAL (
    SELECT warehouse_id FROM sourcing_fulfillmentorder AS fulfillment
    WHERE fulfillment.order_id = hold.order_id AND fulfillment.state = ANY (%(states)s::text[])
      AND (%(warehouse)s::bigint IS NULL OR warehouse_id = %(warehouse)s::bigint)
    ORDER BY id
    LIMIT 1
) AS work
WHERE hold.released_at IS NULL AND hold.kind = 'INCORRECT_ADDRESS'
  AND (%(channel)s::bigint IS NULL OR orders.channel_id = %(channel)s::bigint)
  AND (%(since)s::timestamptz IS NULL OR (hold.at, hold.order_id) > (%(since)s::timestamptz, %(order)s::bigint))
ORDER BY hold.at, hold.order_id
LIMIT %(limit)s::bigint
