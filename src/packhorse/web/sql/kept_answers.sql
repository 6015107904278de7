-- The answers that were kept under these keys.
SELECT kept.api_key_id, kept.key, kept.digest, kept.status, kept.body
FROM unnest(%(callers)s::bigint[], %(keys)s::text[]) AS asked (caller, key)
JOIN web_storedanswer AS kept ON kept.api_key_id = asked.caller AND kept.key = asked.key
