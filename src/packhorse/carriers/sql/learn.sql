-- Add parcels that have arrived to the histogram of their service, warehouse and zone.
INSERT INTO carriers_transit (service_id, warehouse_id, zone, days, milli, as_of)
SELECT counted.service_id, counted.warehouse_id, counted.zone, counted.days, counted.milli, %(today)s
FROM unnest(%(services)s::bigint[], %(warehouses)s::bigint[], %(zones)s::text[], %(days)s::smallint[],
            %(milli)s::bigint[]) AS counted (service_id, warehouse_id, zone, days, milli)
JOIN carriers_service AS service ON service.id = counted.service_id
ORDER BY 1, 2, 3, 4
ON CONFLICT (service_id, warehouse_id, zone, days) DO UPDATE SET milli = carriers_transit.milli + excluded.milli
