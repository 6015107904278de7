-- The open fill-up of a warehouse that is to be done next and nobody has in hand, locked: the most urgent.
SELECT id FROM picking_fillup
WHERE warehouse_id = %(warehouse)s AND state = 'open' AND person = ''
ORDER BY due_at NULLS LAST, id
LIMIT 1
FOR UPDATE SKIP LOCKED
