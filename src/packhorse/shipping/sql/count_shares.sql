-- Add parcels to the counts of shares, locked in order of their key; return them as they are then. Nothing added: locks.
INSERT INTO shipping_sharecount AS known (rule_id, begins_on, warehouse_id, parcels, theirs)
SELECT * FROM unnest(%(rules)s::bigint[], %(days)s::date[], %(sites)s::bigint[], %(parcels)s::integer[],
                     %(theirs)s::integer[]) AS counted (rule_id, begins_on, warehouse_id, parcels, theirs)
ORDER BY 1, 2, 3
ON CONFLICT (rule_id, begins_on, warehouse_id)
DO UPDATE SET parcels = known.parcels + excluded.parcels, theirs = known.theirs + excluded.theirs
RETURNING rule_id, begins_on, warehouse_id, parcels, theirs
