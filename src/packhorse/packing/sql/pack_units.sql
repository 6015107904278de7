-- Scan units into a parcel that is being packed: into the first line of this product that still has room for them.
-- The caller holds the parcel's lock. Says whether that was done, whether the scan was known already, and the units
-- still to come.
WITH lines AS (
    SELECT line.id, line.product_id, line.quantity, line.packed
    FROM packing_parcelline AS line
    WHERE line.parcel_id = %(parcel)s
), known AS (
    SELECT FROM packing_packscan WHERE scan_id = %(scan)s
), room AS (
    SELECT lines.id
    FROM lines
    JOIN packing_parcel AS parcel ON parcel.id = %(parcel)s AND parcel.state = 'packing'
    WHERE lines.product_id = %(product)s AND lines.packed + %(quantity)s <= lines.quantity
      AND NOT EXISTS (SELECT FROM known)
    ORDER BY lines.id
    LIMIT 1
), packed AS (
    UPDATE packing_parcelline SET packed = packed + %(quantity)s
    FROM room WHERE packing_parcelline.id = room.id
    RETURNING packing_parcelline.id
), scanned AS (
    INSERT INTO packing_packscan (scan_id, parcel_line_id, quantity, actor, at)
    SELECT %(scan)s, id, %(quantity)s, %(actor)s, %(now)s FROM packed
    RETURNING quantity
)
SELECT EXISTS (SELECT FROM scanned), EXISTS (SELECT FROM known),
       coalesce((SELECT sum(quantity - packed) FROM lines), 0) - coalesce((SELECT quantity FROM scanned), 0)
