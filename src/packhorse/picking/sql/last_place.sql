-- Where a picker made the last scan of the list he finished last.
SELECT bin.x_mm, bin.y_mm
FROM picking_picktask AS task JOIN network_bin AS bin ON bin.id = task.bin_id
WHERE task.pick_list_id = (SELECT id FROM picking_picklist WHERE picker = %(picker)s AND state = 'done'
                             AND warehouse_id = %(warehouse)s ORDER BY done_at DESC LIMIT 1)
  AND task.at IS NOT NULL
ORDER BY task.at DESC
LIMIT 1
