"""Where the marks of an axis stand, and how numbers are written beside them."""

from collections.abc import Sequence


def marks(most: int, *, wanted: int = 4) -> list[int]:
    """Return whole round numbers from 0 up to at least `most`, about `wanted` steps of 1, 2 or 5 times ten."""
    step = 1
    while step * wanted < most:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    steps = max(1, -(-most // step))
    return [step * nth for nth in range(steps + 1)]


def spread(count: int, *, wanted: int) -> list[int]:
    """Return at most `wanted` places of a list of `count`, evenly apart, the last among them."""
    if count <= wanted:
        return list(range(count))
    apart = -(-(count - 1) // (wanted - 1))
    return list(range((count - 1) % apart, count, apart))


def short(number: int) -> str:
    """Write a number that must not be wide: 950, 1.5k, 20k, 3M."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            whole, rest = divmod(number * 10 // size, 10)
            return f"{whole}.{rest}{letter}" if rest and whole < 100 else f"{whole}{letter}"
    return str(number)


def points(pairs: Sequence[tuple[float, float]]) -> str:
    """Write a line through points as a path."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pairs)
