-- The merchant's rules for holding orders; no channel: all of them.
SELECT rule.kind, rule.hold, coalesce(channel.code, ''), rule."limit", rule.hours
FROM placing_holdrule AS rule LEFT JOIN placing_channel AS channel ON channel.id = rule.channel_id
ORDER BY rule.id
