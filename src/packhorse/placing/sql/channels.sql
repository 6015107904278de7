-- The channels: id and currency by code.
SELECT code, id, currency FROM placing_channel
