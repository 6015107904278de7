"""The reasons of a decision in few bytes: column by column, for what stands in one is alike; as JSON, deflated."""

import json
import zlib
from collections.abc import Sequence

from packhorse.sourcing.rules import Candidate, Figures

WINDOW_BITS, MEMORY_LEVEL = 12, 6
TEXT = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def pack(figures: Figures) -> bytes:
    """Return the candidates of a decision as they are stored; those that were excluded without their noughts."""
    ids, km, excluded, *columns = figures
    words = sorted({each for each in excluded if each})
    why = [words.index(each) if each else -1 for each in excluded] if words else [-1] * len(excluded)
    short = [_short(ids, steps=True), km, words, why, *map(_short, columns)]
    # To make a window of the usual size takes longer than to deflate so little.
    deflate = zlib.compressobj(9, zlib.DEFLATED, WINDOW_BITS, MEMORY_LEVEL)
    return deflate.compress(TEXT.encode(short).encode()) + deflate.flush()


def unpack(reasons: bytes) -> tuple[Candidate, ...]:
    """Return the candidates of a stored decision."""
    ids, kms, words, why, *columns = json.loads(zlib.decompress(reasons))
    ids, taken = _long(ids, len(kms), steps=True), sum(1 for each in why if each < 0)
    rows = zip(*(_long(column, taken) for column in columns), strict=True)
    found = []
    for warehouse, km, reason in zip(ids, kms, why, strict=True):
        if reason >= 0:
            found.append(Candidate(warehouse, km, 0, 0, words[reason]))
        else:
            lines, units, *parts = next(rows)
            found.append(Candidate(warehouse, km, lines, units, "", *parts))
    return tuple(found)


def _short(values: Sequence[int], *, steps: bool = False) -> Sequence[int] | int:
    """One number for a column of which all are the same; with `steps`, how far each lies above the one before."""
    if steps:
        values = [b - a for a, b in zip([0, *values], values, strict=False)]
    if not steps and not values:
        return 0  # a column that nobody filled in
    return values[0] if values and values.count(values[0]) == len(values) else values


def _long(column: list[int] | int, count: int, *, steps: bool = False) -> list[int]:
    values = [column] * count if isinstance(column, int) else column
    if not steps:
        return values
    found, last = [], 0
    for step in values:
        last += step
        found.append(last)
    return found
