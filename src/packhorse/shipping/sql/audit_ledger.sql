-- What the ledger says has left is what lies in parcels that were handed over.
WITH gone AS (
    SELECT shipment.parcel_id, wanted.product_id, sum(line.quantity) AS units
    FROM shipping_shipment AS shipment
    JOIN packing_parcelline AS line ON line.parcel_id = shipment.parcel_id
    JOIN placing_orderline AS wanted ON wanted.id = line.line_id
    WHERE shipment.state = 'handed_over'
    GROUP BY shipment.parcel_id, wanted.product_id
), ledger AS (
    SELECT cause_id AS parcel_id, product_id, -sum(delta) AS units FROM inventory_movement
    WHERE kind = 'shipped' GROUP BY cause_id, product_id
)
SELECT format('parcel %s of order PH%s, %s: %s units handed over, the ledger says %s', parcel.sscc,
              mine.order_id + 1000000, product.sku, coalesce(gone.units, 0), coalesce(ledger.units, 0)),
       product.sku, site.code
FROM gone FULL JOIN ledger USING (parcel_id, product_id)
JOIN catalog_product AS product ON product.id = product_id
LEFT JOIN packing_parcel AS parcel ON parcel.id = parcel_id
LEFT JOIN sourcing_fulfillmentorder AS mine ON mine.id = parcel.fulfillment_id
LEFT JOIN network_warehouse AS site ON site.id = mine.warehouse_id
WHERE coalesce(gone.units, 0) <> coalesce(ledger.units, 0)
ORDER BY parcel_id, product_id
