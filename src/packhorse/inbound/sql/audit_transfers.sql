-- Of what was sent in a transfer that is closed, nothing is in transit: it came, or it is lost and somebody said why.
SELECT format('delivery %s, product %s: sent %s, received %s, lost %s', line.delivery_id, line.product_id, line.sent,
              line.received, line.lost)
FROM inbound_deliveryline AS line
JOIN inbound_delivery AS delivery ON delivery.id = line.delivery_id AND delivery.from_warehouse_id IS NOT NULL
LEFT JOIN inbound_lostreason AS said ON said.delivery_id = delivery.id
WHERE (delivery.state = 'closed' AND line.lost <> greatest(0, line.sent - line.received))
   OR (line.lost > 0 AND said.delivery_id IS NULL)
ORDER BY line.delivery_id, line.product_id
