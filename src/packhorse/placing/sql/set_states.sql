-- Set orders to the state their lines add up to.
UPDATE placing_order AS mine
SET state = rolled.state, decided = rolled.decided
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(decided)s::bool[]) AS rolled (id, state, decided)
WHERE mine.id = rolled.id
