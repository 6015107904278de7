-- Roll fulfillment orders forward; one that is further on already is left alone.
UPDATE sourcing_fulfillmentorder
SET state = %(state)s, changed_at = %(now)s
WHERE id = ANY(%(ids)s) AND state = ANY(%(before)s)
RETURNING id
