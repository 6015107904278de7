-- Keep with waves how many orders are in them, and how many of these would be late.
UPDATE picking_wave AS wave
SET orders = counted.orders, late = counted.late
FROM (
    SELECT wave_id, count(member.wave_id) AS orders, count(*) FILTER (WHERE member.late) AS late
    FROM unnest(%(ids)s::bigint[]) AS wave_id
    LEFT JOIN picking_waveorder AS member USING (wave_id)
    GROUP BY wave_id
) AS counted
WHERE wave.id = counted.wave_id AND wave.state = 'planned'
RETURNING wave.id
