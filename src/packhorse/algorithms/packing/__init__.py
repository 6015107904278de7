"""Put goods into cartons in three dimensions: one carton as full as can be, an order for the least cost."""
