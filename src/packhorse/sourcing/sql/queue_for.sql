-- What each order of the queue lacks of these products, those whose turn it is first.
SELECT waiting.order_id, line.product_id,
       sum(line.quantity - line.cancelled - coalesce(held.units, 0))::bigint, waiting.priority, waiting.since
FROM sourcing_waitingorder AS waiting
JOIN placing_orderline AS line ON line.order_id = waiting.order_id AND line.product_id = ANY (%(products)s::bigint[])
LEFT JOIN LATERAL (
    SELECT sum(quantity) AS units FROM inventory_allocation AS allocation
    WHERE allocation.order_id = line.order_id AND allocation.line_id = line.id
      AND allocation.state IN ('allocated', 'picked', 'shipped')
) AS held ON true
WHERE waiting.products && %(products)s::bigint[]
GROUP BY waiting.order_id, line.product_id
HAVING sum(line.quantity - line.cancelled - coalesce(held.units, 0)) > 0
ORDER BY waiting.priority DESC, waiting.since, waiting.order_id
