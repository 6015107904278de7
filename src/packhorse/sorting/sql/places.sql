-- Every slot of a warehouse for the choice of one: where it is, how large, whether it is free; its wall's breast height;
-- and whether the list laid something into it last.
SELECT slot.id, slot.wall, slot."column", slot.row, slot.width_mm, slot.height_mm, slot.depth_mm, slot.state = 'free',
       coalesce(wall.golden_row, 0), slot.id = last.slot_id, coalesce(wall.single, false)
FROM sorting_slot AS slot
LEFT JOIN sorting_wall AS wall ON wall.warehouse_id = slot.warehouse_id AND wall.code = slot.wall
LEFT JOIN (
    SELECT put.slot_id FROM sorting_put AS put
    JOIN picking_picktask AS task ON task.id = put.task_id
    WHERE task.pick_list_id = %(list)s AND put.slot_id IS NOT NULL
    ORDER BY put.id DESC LIMIT 1
) AS last ON true
WHERE slot.warehouse_id = %(warehouse)s
ORDER BY slot.id
