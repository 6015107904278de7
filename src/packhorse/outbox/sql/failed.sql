-- A delivery failed on its own: try later, and after the last try set it aside for a person to see.
UPDATE outbox_delivery
SET attempts = attempts + 1,
    error = %(error)s,
    next_try_at = %(now)s + interval '1 second' * power(4, attempts),
    set_aside_at = CASE WHEN attempts + 1 >= %(tries)s THEN %(now)s END
WHERE id = %(id)s
