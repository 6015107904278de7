-- Note when parcels on the way are likely to arrive, as of which day, and the chance that the promise is kept.
UPDATE shipping_shipment AS mine SET likely_on = told.day, in_time = told.in_time, likely_for = told.today
FROM unnest(%(ids)s::bigint[], %(days)s::date[], %(in_time)s::smallint[], %(todays)s::date[])
     AS told (id, day, in_time, today)
WHERE mine.id = told.id
