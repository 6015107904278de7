-- The product with this barcode or SKU; a barcode goes before a SKU of the same text.
SELECT id, sku, name, barcode, price_minor, currency, length_mm, width_mm, height_mm, weight_g, storage_class,
       this_side_up, assumed_size, released_on, expected_on, tracks_lots, tracks_serials, min_days_left, hs_code, origin,
       not_to, hazmat_class, un_number, own_container, bears_g, keep_apart, keep_together, cushion_mm
FROM catalog_product
WHERE barcode = %(code)s OR sku = %(code)s
ORDER BY barcode = %(code)s DESC
LIMIT 1
