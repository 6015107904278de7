-- What left the books is in parcels that were handed over.
WITH gone AS (
    SELECT parcel.fulfillment_id, line.line_id, sum(line.quantity) AS units
    FROM shipping_shipment AS shipment
    JOIN packing_parcel AS parcel ON parcel.id = shipment.parcel_id
    JOIN packing_parcelline AS line ON line.parcel_id = parcel.id
    WHERE shipment.state = 'handed_over'
    GROUP BY parcel.fulfillment_id, line.line_id
), booked AS (
    SELECT fulfillment_id, line_id, sum(quantity) AS units FROM inventory_allocation
    WHERE state = 'shipped' GROUP BY fulfillment_id, line_id
)
SELECT format('order PH%s, %s from %s: %s units handed over, %s booked as shipped', mine.order_id + 1000000,
              product.sku, site.code, coalesce(gone.units, 0), coalesce(booked.units, 0)), product.sku, site.code
FROM gone FULL JOIN booked USING (fulfillment_id, line_id)
LEFT JOIN sourcing_fulfillmentorder AS mine ON mine.id = fulfillment_id
LEFT JOIN placing_orderline AS wanted ON wanted.id = line_id
LEFT JOIN catalog_product AS product ON product.id = wanted.product_id
LEFT JOIN network_warehouse AS site ON site.id = mine.warehouse_id
WHERE coalesce(gone.units, 0) <> coalesce(booked.units, 0)
ORDER BY fulfillment_id, line_id
