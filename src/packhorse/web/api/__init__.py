"""The door for machines: REST API v1."""
