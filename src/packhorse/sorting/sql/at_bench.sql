-- Orders that may be packed in a warehouse and where they lie: whole slots, then what came past the wall.
(SELECT slot.fulfillment_id, mine.order_id, 'slot', string_agg(slot.code, ' + ' ORDER BY slot.part),
        array_agg(slot.barcode ORDER BY slot.part) || array_agg(slot.code::varchar ORDER BY slot.part),
        1 AS turn, min(slot.changed_at) AS since
 FROM sorting_slot AS slot JOIN sourcing_fulfillmentorder AS mine ON mine.id = slot.fulfillment_id
 WHERE slot.warehouse_id = %(warehouse)s AND slot.state = 'complete'
 GROUP BY slot.fulfillment_id, mine.order_id)
UNION ALL
(SELECT past.fulfillment_id, mine.order_id,
        CASE WHEN past.overflow_id IS NOT NULL THEN 'overflow' WHEN past.tote > 0 THEN 'tote' ELSE 'single' END,
        CASE WHEN past.overflow_id IS NOT NULL THEN place.code
             ELSE 'PL' || to_char(past.pick_list_id, 'FM000000') || CASE WHEN past.tote > 0 THEN '-' || past.tote ELSE '' END
        END,
        CASE WHEN past.overflow_id IS NOT NULL THEN ARRAY['PH' || (mine.order_id + 1000000)]::varchar[]
             ELSE ARRAY['PL' || to_char(past.pick_list_id, 'FM000000')
                        || CASE WHEN past.tote > 0 THEN '-' || past.tote ELSE '' END]::varchar[]
                  || CASE WHEN past.tote > 0 AND cart.id IS NOT NULL
                          THEN ARRAY[cart.barcode || '-' || past.tote]::varchar[] ELSE '{}' END END,
        2 AS turn, past.at
 FROM sorting_pastwall AS past
 JOIN sourcing_fulfillmentorder AS mine ON mine.id = past.fulfillment_id
 LEFT JOIN picking_cart AS cart ON cart.pick_list_id = past.pick_list_id
 LEFT JOIN sorting_overflow AS place ON place.id = past.overflow_id
 WHERE past.warehouse_id = %(warehouse)s AND past.ended_at IS NULL)
ORDER BY turn, since
LIMIT %(limit)s
