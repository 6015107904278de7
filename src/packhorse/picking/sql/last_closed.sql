-- The task of a list that a scan closed last.
SELECT task.id, task.sequence
FROM picking_picktask AS task
LEFT JOIN picking_scan AS scan ON scan.uid = task.scan_id
WHERE task.pick_list_id = %(list)s AND task.state IN ('picked', 'short')
ORDER BY task.at DESC, scan.id DESC NULLS LAST
LIMIT 1
