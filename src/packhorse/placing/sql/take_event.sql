-- Keep a webhook's own id; no row comes back when it was taken before. Sent twice at once, the second waits here.
INSERT INTO placing_takenhook (channel_id, event_id, at) VALUES (%(channel)s, %(event)s, %(now)s)
ON CONFLICT (channel_id, event_id) DO NOTHING
RETURNING id
