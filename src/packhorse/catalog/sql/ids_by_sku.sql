-- The products with these SKUs.
SELECT sku, id FROM catalog_product WHERE sku = ANY(%(skus)s)
