-- Note what goes wrong with parcels on the way, each once; of carriers that nobody follows only what was told. What
-- was going to be late, then was not, and is again, is late once more.
WITH followed AS (
    SELECT shipment.* FROM shipping_shipment AS shipment
    JOIN carriers_carrier AS carrier ON carrier.id = shipment.carrier_id
    WHERE shipment.state = 'handed_over' AND (carrier.simulated OR carrier.account_id IS NOT NULL)
      AND shipment.ended_at IS NULL
), found (shipment_id, kind) AS (
    SELECT id, 'no_scan' FROM followed WHERE tracking_state = 'pre_transit' AND handed_over_at < %(unscanned)s
    UNION SELECT id, 'late' FROM followed WHERE promised_on < %(today)s OR likely_on > promised_on
    UNION SELECT id, 'lost' FROM followed WHERE tracking_at < %(silent)s AND handed_over_at < %(silent)s
    UNION SELECT id, 'returned' FROM shipping_shipment
          WHERE tracking_state = 'return_to_sender' AND delivered_at IS NULL AND ended_at >= %(since)s
    UNION SELECT id, 'failed' FROM shipping_shipment
          WHERE tracking_state = 'failure' AND delivered_at IS NULL AND ended_at >= %(since)s
    UNION SELECT shipment_id, detail FROM shipping_trackingevent WHERE detail <> '' AND at >= %(since)s
)
INSERT INTO shipping_trouble AS known (shipment_id, kind, opened_at, outcome)
SELECT shipment_id, kind, %(now)s, '' FROM found ORDER BY shipment_id, kind
ON CONFLICT ON CONSTRAINT trouble_once DO UPDATE SET settled_at = NULL, outcome = '', opened_at = %(now)s
WHERE known.outcome = 'in_time'
RETURNING id
