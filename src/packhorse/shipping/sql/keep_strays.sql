-- Keep the newest word of parcels that are none of ours, one row each.
INSERT INTO shipping_strayreport AS kept (account_id, tracking_number, state, at, text, heard_at, told)
SELECT %(account)s, told.number, told.state, told.at, told.text, %(now)s, 1
FROM unnest(%(numbers)s::text[], %(states)s::text[], %(at)s::timestamptz[], %(texts)s::text[])
     AS told (number, state, at, text)
ON CONFLICT ON CONSTRAINT stray_once DO UPDATE
SET heard_at = EXCLUDED.heard_at,
    told = kept.told + 1,
    state = CASE WHEN EXCLUDED.at >= kept.at THEN EXCLUDED.state ELSE kept.state END,
    text = CASE WHEN EXCLUDED.at >= kept.at THEN EXCLUDED.text ELSE kept.text END,
    at = greatest(kept.at, EXCLUDED.at)
