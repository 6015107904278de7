-- The handlers for which anything is due.
SELECT DISTINCT handler
FROM outbox_delivery
WHERE set_aside_at IS NULL AND (attempts = 0 OR next_try_at <= %(now)s)
