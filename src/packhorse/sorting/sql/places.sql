-- Every slot of a warehouse for the choice of one: where it is, how large, whether it is free; its wall's breast height;
-- and whether the list laid something into it last.
-- By the list's own tasks: sought from the newest put back, a list that laid nothing yet would read all puts there are.
WITH mine AS MATERIALIZED (
    SELECT put.id, put.slot_id
    FROM picking_picktask AS task JOIN sorting_put AS put ON put.task_id = task.id AND put.slot_id IS NOT NULL
    WHERE task.pick_list_id = %(list)s
)
SELECT slot.id, slot.wall, slot."column", slot.row, slot.width_mm, slot.height_mm, slot.depth_mm, slot.state = 'free',
       coalesce(wall.golden_row, 0), slot.id = last.slot_id, coalesce(wall.single, false)
FROM sorting_slot AS slot
LEFT JOIN sorting_wall AS wall ON wall.warehouse_id = slot.warehouse_id AND wall.code = slot.wall
LEFT JOIN (SELECT slot_id FROM mine ORDER BY id DESC LIMIT 1) AS last ON true
WHERE slot.warehouse_id = %(warehouse)s
ORDER BY slot.id
