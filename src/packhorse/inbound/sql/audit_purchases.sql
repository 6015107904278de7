-- A purchase order's line has received what its deliveries brought of the product.
SELECT format('purchase order %s, product %s: received %s, its deliveries brought %s', line.order_id, line.product_id,
              line.received, coalesce(came.units, 0))
FROM inbound_purchaseline AS line
LEFT JOIN (
    SELECT delivery.purchase_order_id AS order_id, moved.product_id, sum(moved.quantity) AS units
    FROM inbound_delivery AS delivery
    JOIN inventory_movement AS moved
      ON moved.cause = 'delivery' AND moved.cause_id = delivery.id AND moved.kind = 'received'
    WHERE delivery.purchase_order_id IS NOT NULL
    GROUP BY delivery.purchase_order_id, moved.product_id
) AS came USING (order_id, product_id)
WHERE line.received <> coalesce(came.units, 0)
ORDER BY line.order_id, line.product_id
