-- The order that came past the wall in this tote of a list; one order may fill several totes.
SELECT past.fulfillment_id
FROM sorting_pastwall AS past
WHERE past.warehouse_id = %(warehouse)s AND past.pick_list_id = %(list)s AND past.tote > 0 AND past.ended_at IS NULL
  AND EXISTS (
    SELECT FROM picking_picktask AS task
    WHERE task.pick_list_id = past.pick_list_id AND task.fulfillment_id = past.fulfillment_id
      AND task.tote = %(tote)s AND task.picked > 0
)
ORDER BY past.at
LIMIT 1
