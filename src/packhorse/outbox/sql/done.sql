-- These deliveries were taken: their effects are in this transaction.
DELETE FROM outbox_delivery WHERE id = ANY(%(ids)s)
