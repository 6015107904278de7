-- Give the first free slot of a warehouse to a fulfillment order, unless it has one.
WITH mine AS (
    SELECT id FROM sorting_slot WHERE fulfillment_id = %(fulfillment)s
), free AS (
    SELECT id FROM sorting_slot
    WHERE warehouse_id = %(warehouse)s AND state = 'free' AND NOT EXISTS (SELECT FROM mine)
    ORDER BY id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE sorting_slot SET state = 'filling', fulfillment_id = %(fulfillment)s, changed_at = %(now)s
    FROM free WHERE sorting_slot.id = free.id
    RETURNING sorting_slot.id
)
SELECT id FROM mine UNION ALL SELECT id FROM taken
