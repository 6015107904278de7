-- Every event has been told to everyone who must hear of it, or is on its way.
SELECT format('delivery %s: event %s to %s was set aside after %s tries: %s', id, event_id, handler, attempts, error)
FROM outbox_delivery
WHERE set_aside_at IS NOT NULL
ORDER BY id
