-- Ids for parcels, taken before their rows because the SSCC is made of them.
SELECT nextval(pg_get_serial_sequence('packing_parcel', 'id')) FROM generate_series(1, %(count)s)
