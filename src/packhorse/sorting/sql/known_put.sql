-- A put by its scan: the slot it went into.
SELECT slot.code, put.quantity, slot.state = 'complete'
FROM sorting_put AS put JOIN sorting_slot AS slot ON slot.id = put.slot_id
WHERE put.scan_id = %(scan)s
