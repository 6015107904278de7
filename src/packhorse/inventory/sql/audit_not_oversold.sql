-- Nothing is promised that is not there, or that nobody may have.
SELECT format('%s in %s: on hand %s, allocated %s, reserved %s, blocked %s',
              product.sku, site.code, on_hand, allocated, reserved, blocked), product.sku, site.code
FROM inventory_stocklevel
JOIN catalog_product AS product ON product.id = product_id
JOIN network_warehouse AS site ON site.id = warehouse_id
WHERE allocated < 0 OR reserved < 0 OR blocked < 0 OR allocated + reserved + blocked > on_hand
ORDER BY product_id, warehouse_id
