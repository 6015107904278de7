"""Guards of the house. Each `find_...(root)` reads a package folder and returns the places that break one rule."""
