-- A label that was paid for is its parcel's label, and no parcel has two.
WITH paid AS (
    SELECT parcel_id, count(*) AS labels FROM shipping_purchase WHERE state = 'bought' GROUP BY parcel_id
)
SELECT format('parcel %s of order PH%s: %s', parcel.sscc, parcel.order_id + 1000000,
              CASE WHEN paid.labels > 1 THEN format('%s labels are paid for', paid.labels)
                   WHEN shipment.id IS NULL THEN 'a label is paid for, and it is no shipment''s'
                   ELSE format('label %s is paid for and voided here', shipment.tracking_number) END)
FROM shipping_purchase AS purchase
JOIN paid ON paid.parcel_id = purchase.parcel_id
JOIN packing_parcel AS parcel ON parcel.id = purchase.parcel_id
LEFT JOIN shipping_shipment AS shipment ON shipment.id = purchase.shipment_id
WHERE purchase.state = 'bought' AND (paid.labels > 1 OR shipment.id IS NULL OR shipment.state = 'voided')
ORDER BY purchase.id
