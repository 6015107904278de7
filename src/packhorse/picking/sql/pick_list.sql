-- A pick list, its stops and how many are open.
SELECT id, wave_id, warehouse_id, state, picker, route_mm, baseline_mm, tasks.stops, tasks.open, kind, zone,
       priority, due_at, seconds
FROM picking_picklist AS list
CROSS JOIN LATERAL (
    SELECT count(*) AS stops, count(*) FILTER (WHERE state = 'open') AS open
    FROM picking_picktask WHERE pick_list_id = list.id
) AS tasks
WHERE id = %(list)s
