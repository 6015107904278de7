-- What arrived, or was scanned after all, needs nobody any more; what is damaged does.
UPDATE shipping_trouble AS trouble
SET settled_at = %(now)s, outcome = CASE WHEN shipment.delivered_at IS NULL THEN 'scanned' ELSE 'arrived' END
FROM shipping_shipment AS shipment
WHERE trouble.settled_at IS NULL AND shipment.id = trouble.shipment_id AND trouble.kind <> 'damaged'
  AND (shipment.delivered_at IS NOT NULL OR (trouble.kind = 'no_scan' AND shipment.tracking_state <> 'pre_transit'))
RETURNING trouble.id
