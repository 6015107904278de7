-- Orders on several lists are closed one list after another: of two pickers who end at once, the second sees the first.
SELECT pg_advisory_xact_lock(hashtextextended('packhorse.picking.order', id))
FROM unnest(%(ids)s::bigint[]) AS id
ORDER BY id
