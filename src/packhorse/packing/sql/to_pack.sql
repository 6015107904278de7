-- What belongs in a parcel, and how much of it is in.
SELECT product.sku, product.name, line.quantity - line.packed, line.quantity, line.product_id
FROM packing_parcelline AS line
JOIN catalog_product AS product ON product.id = line.product_id
WHERE line.parcel_id = %(parcel)s
ORDER BY line.id
