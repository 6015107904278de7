-- Orders that a text may mean: a number of ours or the channel's, how a recipient's name begins, an e-mail, a phone, or
-- a product; of each the newest 250. Of a name that very many have, the newest are looked for among the last 50,000.
WITH named AS MATERIALIZED (
    SELECT order_id FROM placing_orderaddress WHERE upper(name) LIKE %(prefix)s LIMIT 2000
)
SELECT id FROM placing_order WHERE id = %(id)s
UNION (SELECT id FROM placing_order WHERE external_id = %(text)s LIMIT 250)
UNION (SELECT order_id FROM named ORDER BY order_id DESC LIMIT 250)
UNION (
    SELECT order_id FROM placing_orderaddress
    WHERE (SELECT count(*) FROM named) = 2000 AND upper(name) LIKE %(prefix)s
      AND order_id > (SELECT max(order_id) FROM placing_orderaddress) - 50000
    ORDER BY order_id DESC LIMIT 250
)
UNION (
    SELECT order_id FROM placing_orderaddress WHERE upper(email) = upper(%(text)s) AND email <> ''
    ORDER BY order_id DESC LIMIT 250
)
UNION (
    SELECT order_id FROM placing_orderaddress WHERE phone = ANY(%(phones)s) AND phone <> ''
    ORDER BY order_id DESC LIMIT 250
)
UNION (SELECT order_id FROM placing_orderline WHERE product_id = %(product)s ORDER BY order_id DESC LIMIT 250)
UNION (SELECT order_id FROM placing_orderkit WHERE product_id = %(product)s ORDER BY order_id DESC LIMIT 250)
