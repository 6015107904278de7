-- Whether all that is and will be picked for an order lies in its slot (and is confirmed), or all of it in overflow.
SELECT picked.whole AND picked.units = laid.slot, picked.whole AND picked.units = laid.aside
FROM (
    SELECT coalesce(sum(picked), 0) AS units, count(*) FILTER (WHERE state = 'open') = 0 AS whole
    FROM picking_picktask WHERE fulfillment_id = %(fulfillment)s
) AS picked, (
    SELECT coalesce(sum(quantity) FILTER (WHERE slot_id IS NOT NULL AND confirmed_at IS NOT NULL), 0) AS slot,
           coalesce(sum(quantity) FILTER (WHERE overflow_id IS NOT NULL), 0) AS aside
    FROM sorting_put WHERE fulfillment_id = %(fulfillment)s
) AS laid
