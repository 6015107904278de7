-- Units that orders wait for, of these products in a warehouse, and when the first of them leaves for which what is `free`
-- there does not suffice: the first to leave first; an order in a planned wave leaves with it.
SELECT product_id, sum(quantity)::int, min(due_at) FILTER (WHERE so_far > free)
FROM (
    SELECT held.product_id, held.quantity, face.free, coalesce(wave.due_at, part.ship_by) AS due_at,
           sum(held.quantity) OVER (
               PARTITION BY held.product_id ORDER BY coalesce(wave.due_at, part.ship_by), held.id
           ) AS so_far
    FROM unnest(%(products)s::bigint[], %(free)s::int[]) AS face (product_id, free)
    JOIN inventory_allocation AS held
      ON held.product_id = face.product_id AND held.warehouse_id = %(warehouse)s AND held.state = 'allocated'
         AND held.bin_id IS NULL
    JOIN sourcing_fulfillmentorder AS part ON part.id = held.fulfillment_id AND part.state = 'open'
    LEFT JOIN picking_waveorder AS member ON member.fulfillment_id = part.id
    LEFT JOIN picking_wave AS wave ON wave.id = member.wave_id
) AS wants
GROUP BY product_id
