-- The oldest due deliveries of one handler that nobody else is working on.
SELECT delivery.id, event.id, event.kind, event.payload
FROM outbox_delivery AS delivery
JOIN outbox_event AS event ON event.id = delivery.event_id
WHERE delivery.handler = %(handler)s
  AND delivery.set_aside_at IS NULL
  AND (delivery.attempts = 0 OR delivery.next_try_at <= %(now)s)
ORDER BY delivery.id
LIMIT %(limit)s
FOR UPDATE OF delivery SKIP LOCKED
