-- Where a batch of new orders goes.
INSERT INTO placing_orderaddress
    (order_id, name, line1, line2, city, region, postal_code, country, email, phone, latitude, longitude)
SELECT * FROM unnest(%(orders)s::bigint[], %(name)s::text[], %(line1)s::text[], %(line2)s::text[], %(city)s::text[],
                     %(region)s::text[], %(postal_code)s::text[], %(country)s::text[], %(email)s::text[],
                     %(phone)s::text[], %(latitude)s::float8[], %(longitude)s::float8[])
