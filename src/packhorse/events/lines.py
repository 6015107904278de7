"""Units of order lines, as events tell them."""

Lines = tuple[tuple[int, int], ...]  # (order line id, units)
