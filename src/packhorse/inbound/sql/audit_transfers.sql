-- Of a closed transfer all that was sent came, or is lost and somebody said why; and no more came in its name than was sent.
SELECT format('delivery %s, product %s: sent %s, received %s, lost %s', line.delivery_id, line.product_id, line.sent,
              line.received, line.lost)
FROM inbound_deliveryline AS line
JOIN inbound_delivery AS delivery ON delivery.id = line.delivery_id AND delivery.from_warehouse_id IS NOT NULL
LEFT JOIN inbound_lostreason AS said ON said.delivery_id = delivery.id
WHERE (delivery.state = 'closed' AND line.lost <> greatest(0, line.sent - line.received))
   OR (line.lost > 0 AND said.delivery_id IS NULL)
UNION ALL
SELECT format('delivery %s, product %s: sent %s, received %s in its name', cause_id, product_id,
              coalesce(sum(quantity) FILTER (WHERE kind = 'transferred_out'), 0),
              sum(quantity) FILTER (WHERE kind = 'transferred_in'))
FROM inventory_movement
WHERE cause = 'delivery' AND cause_id IS NOT NULL AND kind IN ('transferred_out', 'transferred_in')
GROUP BY cause_id, product_id
HAVING sum(quantity * CASE kind WHEN 'transferred_in' THEN 1 ELSE -1 END) > 0
ORDER BY 1
