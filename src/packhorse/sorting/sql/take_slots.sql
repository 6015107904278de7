-- Give free slots to an order, the first of them as its part 1; say how many were still free.
WITH wanted AS (
    SELECT id, nth FROM unnest(%(slots)s::bigint[]) WITH ORDINALITY AS chosen(id, nth)
), taken AS (
    UPDATE sorting_slot SET state = 'filling', fulfillment_id = %(fulfillment)s, part = wanted.nth, changed_at = %(now)s
    FROM wanted WHERE sorting_slot.id = wanted.id AND state = 'free'
    RETURNING sorting_slot.id
)
SELECT count(*) FROM taken
