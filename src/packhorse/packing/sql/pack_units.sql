-- Scan units into a parcel that is being packed: into the first line of this product that still has room for them.
WITH line AS (
    SELECT line.id
    FROM packing_parcelline AS line
    JOIN packing_parcel AS parcel ON parcel.id = line.parcel_id AND parcel.state = 'packing'
    WHERE line.parcel_id = %(parcel)s AND line.product_id = %(product)s AND line.packed + %(quantity)s <= line.quantity
    ORDER BY line.id
    LIMIT 1
    FOR UPDATE OF line
), packed AS (
    UPDATE packing_parcelline SET packed = packed + %(quantity)s
    FROM line WHERE packing_parcelline.id = line.id
    RETURNING packing_parcelline.id
)
INSERT INTO packing_packscan (scan_id, parcel_line_id, quantity, actor, at)
SELECT %(scan)s, id, %(quantity)s, %(actor)s, %(now)s FROM packed
RETURNING parcel_line_id
