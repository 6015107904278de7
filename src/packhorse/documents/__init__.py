"""Papers that travel with parcels: plain data in, ZPL or PDF out."""
