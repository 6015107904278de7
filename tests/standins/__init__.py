"""Stand-ins of the shops' APIs: real HTTP servers that keep state, and note everything that is asked wrongly."""
