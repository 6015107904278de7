-- What customers wish of these orders.
SELECT id, service, delivery_instructions, gift_message FROM placing_order WHERE id = ANY(%(orders)s::bigint[])
