-- Close an open pick task and note the scan that did it; say whether its list has another open task.
WITH closed AS (
    UPDATE picking_picktask
    SET state = %(state)s, picked = %(picked)s, quantity = %(quantity)s, scan_id = %(scan)s, actor = %(actor)s,
        at = %(now)s, reason = %(reason)s
    WHERE id = %(task)s AND state = 'open'
    RETURNING pick_list_id
), noted AS (
    INSERT INTO picking_scan (uid, task_id, kind, units, actor, at, device_at)
    SELECT %(scan)s, %(task)s, %(kind)s, %(picked)s, %(actor)s, %(now)s, %(device_at)s FROM closed
)
SELECT EXISTS (
    SELECT FROM picking_picktask AS other
    WHERE other.pick_list_id = closed.pick_list_id AND other.state = 'open' AND other.id <> %(task)s
)
FROM closed
