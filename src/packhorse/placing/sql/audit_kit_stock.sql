-- A kit is never stocked: its parts are.
SELECT format('kit %s, warehouse %s: %s on hand', level.product_id, level.warehouse_id, level.on_hand)
FROM inventory_stocklevel AS level
WHERE level.on_hand <> 0 AND EXISTS (SELECT FROM catalog_kitpart WHERE kit_id = level.product_id)
ORDER BY level.id
