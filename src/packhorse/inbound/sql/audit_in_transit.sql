-- What was sent and has not come is in transit: a delivery's lines say what the ledger says was sent and received for it.
SELECT format('delivery %s, product %s: sent %s, received %s, the ledger says %s and %s', delivery_id, product_id,
              coalesce(lines.sent, 0), coalesce(lines.received, 0), coalesce(moved.sent, 0), coalesce(moved.received, 0))
FROM (
    SELECT delivery_id, product_id, sum(sent) AS sent, sum(received) AS received
    FROM inbound_deliveryline GROUP BY delivery_id, product_id
) AS lines
FULL JOIN (
    SELECT cause_id AS delivery_id, product_id,
           coalesce(sum(quantity) FILTER (WHERE kind = 'transferred_out'), 0) AS sent,
           coalesce(sum(quantity) FILTER (WHERE kind IN ('received', 'transferred_in')), 0) AS received
    FROM inventory_movement
    WHERE cause = 'delivery' AND cause_id IS NOT NULL
    GROUP BY cause_id, product_id
) AS moved USING (delivery_id, product_id)
WHERE coalesce(lines.sent, 0) <> coalesce(moved.sent, 0) OR coalesce(lines.received, 0) <> coalesce(moved.received, 0)
ORDER BY delivery_id, product_id
