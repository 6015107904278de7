-- The products with these SKUs, and of those that are kits the parts.
SELECT sku, id, ARRAY(SELECT part_id FROM catalog_kitpart WHERE kit_id = product.id ORDER BY part_id),
       ARRAY(SELECT units FROM catalog_kitpart WHERE kit_id = product.id ORDER BY part_id)
FROM catalog_product AS product
WHERE sku = ANY(%(skus)s)
