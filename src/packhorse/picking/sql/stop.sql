-- A pick list with its stops counted, and what its picker must see of the next open one: bin, goods, lot, tote to scan, and
-- packs of which it wants whole ones.
SELECT list.id, list.wave_id, list.warehouse_id, list.state, list.picker, list.route_mm, list.baseline_mm,
       tasks.stops, tasks.open, list.kind, list.zone, list.priority, list.due_at, list.seconds,
       task.id, task.tote, task.product_id, task.bin_id, task.quantity, bin.code, bin.barcode, product.sku,
       product.name, product.barcode, product.tracks_serials, coalesce(lot.code, ''), lot.expires_on,
       CASE WHEN cart.id IS NULL OR tasks.totes < 2 THEN '' ELSE cart.barcode || '-' || task.tote END,
       ARRAY(SELECT level FROM catalog_packsize AS pack
             WHERE pack.product_id = task.product_id AND units <= task.quantity ORDER BY units),
       ARRAY(SELECT units FROM catalog_packsize AS pack
             WHERE pack.product_id = task.product_id AND units <= task.quantity ORDER BY units)
FROM picking_picklist AS list
CROSS JOIN LATERAL (
    SELECT count(*) AS stops, count(*) FILTER (WHERE state = 'open') AS open, max(tote) AS totes
    FROM picking_picktask WHERE pick_list_id = list.id
) AS tasks
LEFT JOIN LATERAL (
    SELECT id, tote, product_id, bin_id, lot_id, quantity
    FROM picking_picktask WHERE pick_list_id = list.id AND state = 'open' ORDER BY sequence LIMIT 1
) AS task ON true
LEFT JOIN network_bin AS bin ON bin.id = task.bin_id
LEFT JOIN catalog_product AS product ON product.id = task.product_id
LEFT JOIN inventory_lot AS lot ON lot.id = task.lot_id
LEFT JOIN picking_cart AS cart ON cart.pick_list_id = list.id
WHERE list.id = %(list)s
