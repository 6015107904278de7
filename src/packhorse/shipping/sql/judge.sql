-- Note how long parcels took and how many days late they were.
UPDATE shipping_shipment AS mine SET transit_days = told.days, days_late = told.late
FROM unnest(%(ids)s::bigint[], %(days)s::smallint[], %(late)s::int[]) AS told (id, days, late)
WHERE mine.id = told.id
