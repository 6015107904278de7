-- Where a batch of new orders goes.
INSERT INTO placing_orderaddress
    (order_id, name, line1, line2, city, region, postal_code, country, email, phone, latitude, longitude)
SELECT order_id, name, line1, line2, city, region, postal_code, country, email, phone, latitude, longitude
FROM json_to_recordset(%(addresses)s::json)
     AS a (order_id bigint, name text, line1 text, line2 text, city text, region text, postal_code text, country text,
           email text, phone text, latitude float8, longitude float8)
