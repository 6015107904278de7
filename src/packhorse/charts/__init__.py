"""Pictures as SVG text: pure, with presentation attributes and classes only, so that no page needs an inline style."""
