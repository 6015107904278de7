-- Pick faces of the products of which reserve has units: what lies free there, how much is to lie there (none set: 0 and
-- NULL), and the way from the depot. A face is a bin to pick from that holds the product, held it once, or is set for it.
WITH reserved AS (
    SELECT DISTINCT stock.product_id
    FROM inventory_binstock AS stock JOIN network_bin AS bin ON bin.id = stock.bin_id AND bin.use = 'reserve'
    WHERE stock.warehouse_id = %(warehouse)s AND stock.quantity > stock.planned AND NOT stock.blocked AND stock.doubted_at IS NULL
), spots AS (
    SELECT stock.product_id, stock.bin_id,
           sum(stock.quantity - stock.planned) FILTER (WHERE NOT stock.blocked AND stock.doubted_at IS NULL) AS free
    FROM reserved JOIN inventory_binstock AS stock USING (product_id)
    WHERE stock.warehouse_id = %(warehouse)s
    GROUP BY stock.product_id, stock.bin_id
    UNION ALL
    SELECT face.product_id, face.bin_id, 0 FROM reserved JOIN picking_face AS face USING (product_id)
)
SELECT spots.product_id, spots.bin_id, coalesce(sum(spots.free), 0)::int, coalesce(max(face.least), 0), max(face.most),
       abs(bin.x_mm - site.depot_x_mm) + abs(bin.y_mm - site.depot_y_mm)
FROM spots
JOIN network_bin AS bin ON bin.id = spots.bin_id AND bin.use = 'pick' AND bin.warehouse_id = %(warehouse)s
JOIN network_warehouse AS site ON site.id = bin.warehouse_id
LEFT JOIN picking_face AS face ON face.bin_id = spots.bin_id AND face.product_id = spots.product_id
GROUP BY spots.product_id, spots.bin_id, bin.id, site.id
ORDER BY spots.product_id, spots.bin_id
