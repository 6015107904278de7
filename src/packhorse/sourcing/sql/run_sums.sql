-- How well batches were decided since a moment, all together.
SELECT count(*),
       coalesce(sum(orders), 0),
       coalesce(sum(waiting), 0),
       coalesce(sum(placed_minor) FILTER (WHERE bound_minor IS NOT NULL), 0)::bigint,
       coalesce(sum(bound_minor), 0)::bigint,
       coalesce(sum(nearest_minor - placed_minor), 0)::bigint,
       coalesce(sum(nearest_minor), 0)::bigint,
       coalesce(max(milliseconds), 0)
FROM sourcing_sourcingrun
WHERE at >= %(since)s
