-- A put by its scan: the slots of its order (or the one it went into, or the overflow place), units, whether that order
-- is whole, whether the slot is still to be scanned, and whether it went into overflow.
SELECT coalesce(
           (SELECT string_agg(mine.code, ' + ' ORDER BY mine.part) FROM sorting_slot AS mine
            WHERE mine.fulfillment_id = put.fulfillment_id AND put.slot_id IS NOT NULL),
           slot.code, place.code),
       put.quantity, coalesce(slot.state = 'complete', false), put.confirmed_at IS NULL, put.overflow_id IS NOT NULL
FROM sorting_put AS put
LEFT JOIN sorting_slot AS slot ON slot.id = put.slot_id
LEFT JOIN sorting_overflow AS place ON place.id = put.overflow_id
WHERE put.scan_id = %(scan)s
