-- Count a try under a key; a few of those whose time is over go with it, so the table never grows for good.
WITH over AS (
    SELECT key FROM web_try WHERE until < %(now)s AND key <> %(key)s ORDER BY until LIMIT 10 FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM web_try WHERE key IN (SELECT key FROM over)
)
INSERT INTO web_try AS kept (key, tries, until) VALUES (%(key)s, 1, %(until)s)
ON CONFLICT (key) DO UPDATE
SET tries = CASE WHEN kept.until < %(now)s THEN 1 ELSE least(kept.tries + 1, 1000000) END,
    until = CASE WHEN kept.until < %(now)s THEN excluded.until ELSE kept.until END
RETURNING tries
