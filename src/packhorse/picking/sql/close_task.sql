-- Close an open pick task; say whether its fulfillment order has another open one on this list.
WITH closed AS (
    UPDATE picking_picktask
    SET state = %(state)s, picked = %(picked)s, quantity = %(quantity)s, scan_id = %(scan)s, actor = %(actor)s,
        at = %(now)s, reason = %(reason)s
    WHERE id = %(task)s AND state = 'open'
    RETURNING fulfillment_id, pick_list_id
)
SELECT EXISTS (
    SELECT FROM picking_picktask AS other
    WHERE other.fulfillment_id = closed.fulfillment_id AND other.pick_list_id = closed.pick_list_id
          AND other.state = 'open' AND other.id <> %(task)s
)
FROM closed
