"""Pure algorithms: plain data in, plain data out."""
