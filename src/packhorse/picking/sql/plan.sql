-- All tasks of a pick list in walking order, with what a device must know of their bins, goods and lots.
SELECT task.id, task.sequence, task.tote, task.quantity, task.picked, task.state, task.bin_id, bin.code, bin.barcode,
       task.product_id, product.sku, product.name, product.barcode, product.tracks_serials, coalesce(lot.code, ''),
       lot.expires_on
FROM picking_picktask AS task
JOIN network_bin AS bin ON bin.id = task.bin_id
JOIN catalog_product AS product ON product.id = task.product_id
LEFT JOIN inventory_lot AS lot ON lot.id = task.lot_id
WHERE task.pick_list_id = %(list)s
ORDER BY task.sequence
