-- Lay units of a pick task into an overflow place.
INSERT INTO sorting_put (task_id, fulfillment_id, overflow_id, line_id, product_id, quantity, scan_id, actor, at,
                         confirmed_at, too_big)
VALUES (%(task)s, %(fulfillment)s, %(place)s, %(line)s, %(product)s, %(units)s, %(scan)s, %(actor)s, %(now)s, %(now)s,
        %(too_big)s)
