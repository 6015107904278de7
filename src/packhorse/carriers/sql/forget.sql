-- Let what was measured before today count less; what is next to nothing goes.
WITH mine AS (
    SELECT id, milli * %(share)s::bigint / 100 AS milli FROM carriers_transit WHERE as_of < %(today)s
    ORDER BY service_id, warehouse_id, zone, days
    FOR UPDATE
), gone AS (
    DELETE FROM carriers_transit WHERE id IN (SELECT id FROM mine WHERE milli < %(least)s::bigint) RETURNING id
), less AS (
    UPDATE carriers_transit AS each SET milli = mine.milli, as_of = %(today)s
    FROM mine WHERE each.id = mine.id AND mine.milli >= %(least)s::bigint
)
SELECT (SELECT count(*) FROM carriers_transit) - (SELECT count(*) FROM gone)
