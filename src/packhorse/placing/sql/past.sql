-- For new orders: how many other orders their customer number or e-mail has, and how many of them within some hours.
-- No more than 1,000 of each are looked at: by then every rule has spoken.
SELECT mine.id, count(other.id),
       count(other.id) FILTER (WHERE other.placed_at > mine.placed_at - make_interval(hours => %(hours)s))
FROM placing_order AS mine
JOIN placing_orderaddress AS address ON address.order_id = mine.id
LEFT JOIN LATERAL (
    (SELECT known.id, known.placed_at FROM placing_order AS known
     WHERE known.customer_id = mine.customer_id AND known.id <> mine.id
     ORDER BY known.placed_at DESC LIMIT 1000)
    UNION
    (SELECT known.id, known.placed_at
     FROM placing_orderaddress AS same JOIN placing_order AS known ON known.id = same.order_id
     WHERE upper(same.email) = upper(address.email) AND same.email <> '' AND same.order_id <> mine.id
     LIMIT 1000)
) AS other ON true
WHERE mine.id = ANY(%(orders)s)
GROUP BY mine.id
