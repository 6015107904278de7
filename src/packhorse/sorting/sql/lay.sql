-- Lay units of a pick task into its order's slot, which stays locked; what lay in overflow of them does not any more.
-- No row comes back when the order has no slot, or one that is to be cleared.
WITH mine AS (
    SELECT slot.id, slot.state, slot.barcode, coalesce(wall.confirm, false) AS confirm
    FROM sorting_slot AS slot
    LEFT JOIN sorting_wall AS wall ON wall.warehouse_id = slot.warehouse_id AND wall.code = slot.wall
    WHERE slot.fulfillment_id = %(fulfillment)s AND slot.part = 1 AND slot.state <> 'to_clear'
    FOR UPDATE OF slot
), fetched AS (
    DELETE FROM sorting_put USING mine WHERE task_id = %(task)s AND overflow_id IS NOT NULL
), laid AS (
    INSERT INTO sorting_put (task_id, fulfillment_id, slot_id, line_id, product_id, quantity, scan_id, actor, at,
                             confirmed_at)
    SELECT %(task)s, %(fulfillment)s, mine.id, %(line)s, %(product)s, %(units)s, %(scan)s, %(actor)s, %(now)s,
           CASE WHEN mine.confirm THEN NULL ELSE %(now)s::timestamptz END
    FROM mine
    RETURNING slot_id
)
SELECT mine.id, mine.state, mine.confirm,
       (SELECT string_agg(code, ' + ' ORDER BY part) FROM sorting_slot WHERE fulfillment_id = %(fulfillment)s)
FROM mine JOIN laid ON laid.slot_id = mine.id
