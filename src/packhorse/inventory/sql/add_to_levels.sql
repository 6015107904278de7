-- Change levels by the sums of a whole batch; the CHECKs have the last word.
UPDATE inventory_stocklevel AS level
SET on_hand = level.on_hand + change.on_hand,
    allocated = level.allocated + change.allocated,
    reserved = level.reserved + change.reserved
FROM unnest(%(products)s::bigint[], %(warehouses)s::bigint[], %(on_hand)s::int[], %(allocated)s::int[],
            %(reserved)s::int[])
     AS change (product_id, warehouse_id, on_hand, allocated, reserved)
WHERE level.product_id = change.product_id AND level.warehouse_id = change.warehouse_id
RETURNING level.id
