-- The open list of a warehouse that is to be picked next, locked: the most urgent, of these the one that begins nearest;
-- with a cart only of those that have no more `totes` than it.
SELECT list.id
FROM picking_picklist AS list
CROSS JOIN LATERAL (
    SELECT bin.x_mm, bin.y_mm FROM picking_picktask AS task JOIN network_bin AS bin ON bin.id = task.bin_id
    WHERE task.pick_list_id = list.id AND task.state = 'open' ORDER BY task.sequence LIMIT 1
) AS begins
WHERE list.warehouse_id = %(warehouse)s AND list.state = 'open'
      AND (%(totes)s::integer IS NULL OR list.kind = ANY(%(without)s::text[]) OR NOT EXISTS (
          SELECT FROM picking_picktask AS task WHERE task.pick_list_id = list.id AND task.tote > %(totes)s::integer
      ))
ORDER BY list.priority DESC, list.due_at NULLS LAST,
         abs(begins.x_mm - %(x)s::integer) + abs(begins.y_mm - %(y)s::integer), list.id
LIMIT 1
FOR UPDATE OF list SKIP LOCKED
