"""Orders from every channel, out of the right warehouse, to the door."""
