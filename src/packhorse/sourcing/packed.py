"""The reasons of a decision in few bytes: column by column, for what stands in one is alike; as JSON, deflated."""

import json
import zlib
from collections.abc import Sequence

from packhorse.sourcing.rules import Candidate, Decision

COLUMNS = [
    Candidate._fields.index(name)
    for name in ("fills_lines", "fills_units", "freight", "handling", "late", "scarce", "given", "asked")
]
WINDOW_BITS, MEMORY_LEVEL = 12, 6


def pack(decision: Decision) -> bytes:
    """Return the candidates of a decision as they are stored; those that were excluded without their noughts."""
    every = decision.candidates
    words = sorted({each.excluded for each in every if each.excluded})
    why = [words.index(each.excluded) if each.excluded else -1 for each in every]
    taken = [each for each in every if not each.excluded]
    figures = list(zip(*taken, strict=True)) or [()] * len(Candidate._fields)
    columns = [_short(figures[nth]) for nth in COLUMNS]
    packed = [_short([each.warehouse_id for each in every], steps=True), [each.km for each in every], words, why]
    # To make a window of the usual size takes longer than to deflate so little.
    deflate = zlib.compressobj(9, zlib.DEFLATED, WINDOW_BITS, MEMORY_LEVEL)
    return deflate.compress(json.dumps([*packed, *columns], separators=(",", ":")).encode()) + deflate.flush()


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
    return values[0] if len(set(values)) == 1 else values


def _long(column: list[int] | int, count: int, *, steps: bool = False) -> list[int]:
    values = [column] * count if isinstance(column, int) else column
    if not steps:
        return values
    found, last = [], 0
    for step in values:
        last += step
        found.append(last)
    return found
