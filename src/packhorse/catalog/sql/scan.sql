-- What a scanned or typed code is: a product, or a pack of one and its units. A product's barcode goes before a pack's,
-- and both before a SKU of the same text.
SELECT rank, units, id, sku, name, barcode, price_minor, currency, length_mm, width_mm, height_mm, weight_g,
       storage_class, this_side_up, assumed_size, released_on, expected_on, tracks_lots, tracks_serials, min_days_left,
       hs_code, origin, not_to, hazmat_class, un_number, own_container, bears_g, keep_apart, keep_together, cushion_mm
FROM (
    SELECT 1 AS rank, 1 AS units, id AS product_id FROM catalog_product WHERE barcode = ANY(%(codes)s)
    UNION ALL
    SELECT 2, units, product_id FROM catalog_packsize WHERE barcode = ANY(%(codes)s)
    UNION ALL
    SELECT 3, 1, id FROM catalog_product WHERE sku = ANY(%(codes)s)
) AS found JOIN catalog_product AS product ON product.id = found.product_id
ORDER BY rank
LIMIT 1
