-- Ids for fulfillment orders, taken before their rows so that allocations can name them.
SELECT nextval(pg_get_serial_sequence('sourcing_fulfillmentorder', 'id')) FROM generate_series(1, %(count)s)
