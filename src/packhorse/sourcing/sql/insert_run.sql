-- Keep a batch of orders that were decided in one go; those that wait now are counted by queue.
INSERT INTO sourcing_sourcingrun
    (at, version, orders, cost_minor, milliseconds, together, placed_minor, bound_minor, nearest_minor, unserved,
     waiting, missing_units, placings, desks)
SELECT %(now)s, %(version)s, %(orders)s, %(cost)s, %(milliseconds)s, %(together)s, %(placed)s::bigint,
       %(bound)s::bigint, %(nearest)s::bigint,
       %(unserved)s, coalesce(sum(queued.orders), 0), %(missing)s, %(placings)s,
       coalesce(jsonb_object_agg(queued.queue, queued.orders) FILTER (WHERE queued.queue IS NOT NULL), '{}')
FROM (
    SELECT queue, count(*) AS orders
    FROM sourcing_waitingorder
    WHERE order_id = ANY(%(lacking)s::bigint[])
    GROUP BY queue
) AS queued
RETURNING id
