-- Roll fulfillment orders forward; one that is further on already is left alone. Locked by id, as everybody locks them.
WITH mine AS (
    SELECT id FROM sourcing_fulfillmentorder
    WHERE id = ANY(%(ids)s) AND state = ANY(%(before)s)
    ORDER BY id
    FOR NO KEY UPDATE
)
UPDATE sourcing_fulfillmentorder AS rolled
SET state = %(state)s, changed_at = %(now)s
FROM mine
WHERE rolled.id = mine.id
RETURNING rolled.id
