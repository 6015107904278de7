-- How many puts an order has.
SELECT count(*) FROM sorting_put WHERE fulfillment_id = %(fulfillment)s
