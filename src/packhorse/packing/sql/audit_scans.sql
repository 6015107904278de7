-- What is in a parcel was scanned into it, and a closed parcel is whole.
SELECT format('parcel %s of order PH%s, %s: %s of %s packed, %s scanned', parcel.sscc, wanted.order_id + 1000000,
              product.sku, line.packed, line.quantity, coalesce(sum(scan.quantity), 0)), product.sku, site.code
FROM packing_parcelline AS line
JOIN packing_parcel AS parcel ON parcel.id = line.parcel_id
JOIN placing_orderline AS wanted ON wanted.id = line.line_id
JOIN catalog_product AS product ON product.id = wanted.product_id
JOIN sourcing_fulfillmentorder AS mine ON mine.id = parcel.fulfillment_id
JOIN network_warehouse AS site ON site.id = mine.warehouse_id
LEFT JOIN packing_packscan AS scan ON scan.parcel_line_id = line.id
GROUP BY line.id, parcel.id, wanted.id, product.id, site.id
HAVING line.packed <> coalesce(sum(scan.quantity), 0)
    OR (parcel.state IN ('packed', 'shipped') AND line.packed <> line.quantity)
ORDER BY line.id
