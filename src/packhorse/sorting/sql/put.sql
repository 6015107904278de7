-- Lay the goods of a pick task into their order's slot; an order that has none takes the first free one.
-- No row comes back when every slot of the warehouse is in use. The slot stays locked.
WITH mine AS (
    SELECT id, code, state FROM sorting_slot WHERE fulfillment_id = %(fulfillment)s FOR UPDATE
), free AS (
    SELECT id FROM sorting_slot
    WHERE warehouse_id = %(warehouse)s AND state = 'free' AND NOT EXISTS (SELECT FROM mine)
    ORDER BY id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE sorting_slot SET state = 'filling', fulfillment_id = %(fulfillment)s, changed_at = %(now)s
    FROM free WHERE sorting_slot.id = free.id
    RETURNING sorting_slot.id, code, state
), slot AS (
    SELECT * FROM mine UNION ALL SELECT * FROM taken
), laid AS (
    INSERT INTO sorting_put (task_id, fulfillment_id, slot_id, line_id, product_id, quantity, scan_id, actor, at)
    SELECT %(task)s, %(fulfillment)s, slot.id, %(line)s, %(product)s, %(units)s, %(scan)s, %(actor)s, %(now)s
    FROM slot
    RETURNING slot_id
)
SELECT slot.id, slot.code, slot.state FROM slot JOIN laid ON laid.slot_id = slot.id
