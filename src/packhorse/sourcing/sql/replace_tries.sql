-- Put the newest tries of orders that wait in the place of the last ones, which gave nothing either.
UPDATE sourcing_sourcingdecision AS decision
SET at = %(now)s, method = tried.method, reasons = tried.reasons, cost_minor = 0, missing_units = tried.missing_units,
    run = %(run)s
FROM unnest(%(ids)s::bigint[], %(methods)s::text[], %(reasons)s::bytea[], %(missing)s::int[])
     AS tried (id, method, reasons, missing_units)
WHERE decision.id = tried.id
