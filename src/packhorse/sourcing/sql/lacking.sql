-- Units of these products that orders of the queue lack. One that lacks a single product says so itself.
SELECT product_id, sum(units)::bigint
FROM (
    SELECT products[1] AS product_id, units
    FROM sourcing_waitingorder
    WHERE products && %(products)s::bigint[] AND cardinality(products) = 1
    UNION ALL
    SELECT line.product_id, line.quantity - line.cancelled - coalesce(held.units, 0)
    FROM sourcing_waitingorder AS waiting
    JOIN placing_orderline AS line
        ON line.order_id = waiting.order_id AND line.product_id = ANY (%(products)s::bigint[])
    LEFT JOIN LATERAL (
        SELECT sum(quantity) AS units FROM inventory_allocation AS allocation
        WHERE allocation.order_id = line.order_id AND allocation.line_id = line.id
          AND allocation.state IN ('allocated', 'picked', 'shipped')
    ) AS held ON true
    WHERE waiting.products && %(products)s::bigint[] AND cardinality(waiting.products) > 1
) AS lacking
GROUP BY product_id
