-- Each unit that came with a return is on the ledger by its scan, and each one looked at is counted by its answers.
SELECT format('return %s, %s in %s: %s units came, the ledger says %s', mine.rma, product.sku, site.code, item.units,
              coalesce(movement.quantity, 0)), product.sku, site.code
FROM returns_returnitem AS item
JOIN returns_return AS mine ON mine.id = item.returned_id
JOIN catalog_product AS product ON product.id = item.product_id
JOIN network_warehouse AS site ON site.id = item.warehouse_id
LEFT JOIN inventory_movement AS movement ON movement.scan_id = item.scan_id
WHERE (movement.kind, movement.quantity, movement.product_id, movement.warehouse_id)
      IS DISTINCT FROM ('returned', item.units, item.product_id, item.warehouse_id)
UNION ALL
SELECT format('return %s, %s: %s of %s units are looked at, the answers say %s', mine.rma, item.code, item.inspected,
              item.units, coalesce(found.units, 0)), NULL, NULL
FROM returns_returnitem AS item
JOIN returns_return AS mine ON mine.id = item.returned_id
LEFT JOIN (SELECT item_id, sum(units) AS units FROM returns_inspection GROUP BY item_id) AS found
       ON found.item_id = item.id
WHERE item.inspected <> coalesce(found.units, 0)
ORDER BY 1
