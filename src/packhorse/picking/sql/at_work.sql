-- Who is at work on a floor: of each picker the list he is on, else the one he finished since a moment, and his last scan.
WITH recent AS (SELECT DISTINCT pick_list_id FROM picking_picktask WHERE at >= %(since)s)
SELECT DISTINCT ON (list.picker) list.picker, list.id, list.state, list.due_at, list.priority, tasks.stops, tasks.open,
       last.at, coalesce(bin.code, ''), bin.x_mm, bin.y_mm, tasks.an_order
FROM picking_picklist AS list
CROSS JOIN LATERAL (
    SELECT count(*) AS stops, count(*) FILTER (WHERE state = 'open') AS open, min(order_id) AS an_order
    FROM picking_picktask WHERE pick_list_id = list.id
) AS tasks
LEFT JOIN LATERAL (
    SELECT at, bin_id FROM picking_picktask WHERE pick_list_id = list.id AND at IS NOT NULL ORDER BY at DESC LIMIT 1
) AS last ON true
LEFT JOIN network_bin AS bin ON bin.id = last.bin_id
WHERE list.warehouse_id = %(warehouse)s AND list.picker <> ''
  AND (list.state = 'picking' OR (list.state = 'done' AND list.id IN (SELECT pick_list_id FROM recent)))
ORDER BY list.picker, list.state = 'picking' DESC, last.at DESC NULLS LAST, list.id
