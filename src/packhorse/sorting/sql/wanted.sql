-- The picks of a product that a list brought: units that lie in no slot yet (and those of them in overflow), their
-- order's state and its first slot, how many of its picks are still to be laid, and whether other lists bring some, too;
-- of an order that is too big for the wall the place it lies in, and whether puts are confirmed in this warehouse.
SELECT task.id, task.fulfillment_id, task.order_id, task.line_id, task.product_id, task.bin_id, list.warehouse_id,
       list.kind, task.picked - coalesce(laid.units, 0), coalesce(laid.aside, 0), mine.state, slot.id,
       coalesce(wall.single, false), whole.left, whole.spread, place.id, coalesce(place.code, ''),
       EXISTS (SELECT FROM sorting_wall WHERE warehouse_id = list.warehouse_id AND confirm)
FROM picking_picktask AS task
JOIN picking_picklist AS list ON list.id = task.pick_list_id
JOIN sourcing_fulfillmentorder AS mine ON mine.id = task.fulfillment_id
LEFT JOIN sorting_slot AS slot ON slot.fulfillment_id = task.fulfillment_id AND slot.part = 1
LEFT JOIN sorting_wall AS wall ON wall.warehouse_id = slot.warehouse_id AND wall.code = slot.wall
LEFT JOIN LATERAL (
    SELECT overflow_id FROM sorting_put
    WHERE fulfillment_id = task.fulfillment_id AND too_big AND slot.id IS NULL
    ORDER BY id DESC LIMIT 1
) AS beside ON true
LEFT JOIN sorting_overflow AS place ON place.id = beside.overflow_id
LEFT JOIN LATERAL (
    SELECT sum(quantity) FILTER (WHERE slot_id IS NOT NULL) AS units,
           sum(quantity) FILTER (WHERE overflow_id IS NOT NULL) AS aside
    FROM sorting_put WHERE task_id = task.id
) AS laid ON true
CROSS JOIN LATERAL (
    SELECT count(*) - (
               SELECT count(DISTINCT put.task_id) FROM sorting_put AS put
               WHERE put.fulfillment_id = task.fulfillment_id AND put.slot_id IS NOT NULL
           ) AS left,
           bool_or(other.pick_list_id <> task.pick_list_id) AS spread
    FROM picking_picktask AS other
    WHERE other.fulfillment_id = task.fulfillment_id AND (other.state = 'open' OR other.picked > 0)
) AS whole
WHERE task.pick_list_id = %(list)s AND task.product_id = %(product)s AND task.picked > 0
  AND task.picked > coalesce(laid.units, 0)
ORDER BY task.tote, task.id
-- None of these picks is undone meanwhile.
FOR KEY SHARE OF task
