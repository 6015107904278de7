-- Change levels by the sums of a whole batch, and note what may be had of which products anew; the CHECKs have the
-- last word.
WITH noted AS (
    INSERT INTO inventory_stockchange (product_id)
    SELECT DISTINCT product_id FROM unnest(%(products)s::bigint[]) AS changed (product_id)
)
UPDATE inventory_stocklevel AS level
SET on_hand = level.on_hand + change.on_hand,
    allocated = level.allocated + change.allocated,
    reserved = level.reserved + change.reserved,
    blocked = level.blocked + change.blocked
FROM unnest(%(products)s::bigint[], %(warehouses)s::bigint[], %(on_hand)s::int[], %(allocated)s::int[],
            %(reserved)s::int[], %(blocked)s::int[])
     AS change (product_id, warehouse_id, on_hand, allocated, reserved, blocked)
WHERE level.product_id = change.product_id AND level.warehouse_id = change.warehouse_id
RETURNING level.id
