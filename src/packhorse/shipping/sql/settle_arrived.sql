-- What arrived, was scanned after all, or comes in time after all needs nobody any more; what is damaged does. What comes
-- back or was given up is in trouble for that, and no more for being late or refused at the door.
UPDATE shipping_trouble AS trouble
SET settled_at = %(now)s,
    outcome = CASE WHEN shipment.delivered_at IS NOT NULL THEN 'arrived'
                   WHEN shipment.ended_at IS NOT NULL THEN 'over'
                   WHEN trouble.kind = 'no_scan' THEN 'scanned' ELSE 'in_time' END
FROM shipping_shipment AS shipment
WHERE trouble.settled_at IS NULL AND shipment.id = trouble.shipment_id AND trouble.kind <> 'damaged'
  AND (shipment.delivered_at IS NOT NULL OR (trouble.kind = 'no_scan' AND shipment.tracking_state <> 'pre_transit')
       OR (trouble.kind IN ('late', 'no_scan', 'refused') AND shipment.ended_at IS NOT NULL)
       OR (trouble.kind = 'late' AND shipment.likely_on <= shipment.promised_on
           AND shipment.promised_on >= %(today)s))
RETURNING trouble.id
