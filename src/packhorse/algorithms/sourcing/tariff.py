"""What goods of some weight cost to send, for the compiled loops."""

# mypy: disable-error-code="untyped-decorator"

from typing import Any

from packhorse.algorithms.sourcing.compiled import compiled


@compiled
def price(tariff: Any, upto: Any, zone: int, grams: int) -> float:
    """Return what goods of `grams` > 0 cost to send in `zone`; what is heavier than the last band goes as several."""
    last = upto.shape[0] - 1
    full = (grams - 1) // upto[last]
    rest = grams - full * upto[last]
    low, high = 0, last
    while low < high:
        middle = (low + high) // 2
        if upto[middle] < rest:
            low = middle + 1
        else:
            high = middle
    return float(full * tariff[zone, last] + tariff[zone, low])
