"""The reasons of a decision in few bytes: column by column, for what stands in one is alike; as JSON, deflated."""

import json
import re
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from packhorse.sourcing.rules import Candidate, Figures, NextBest

WINDOW_BITS, MEMORY_LEVEL = 12, 6
TEXT = json.JSONEncoder(separators=(",", ":"), check_circular=False)
RULE = re.compile(r"rule (\d+) of version (\d+): ")
WORDS, LETTERS = 16, 400  # of what people wrote: how many of it, and how much in all
OTHERWISE = "for another reason"

Naming = Callable[[int, int], str]


def by_number(number: int, version: int) -> str:
    """Name a rule of which no more is known."""
    return f"rule {number} of version {version}"


def pack(figures: Figures) -> bytes:
    """Return the candidates of a decision as they are stored; those that were excluded without their noughts.

    Of a manager's rules the number is kept, for versions stay what they are; what people wrote is cut where it is much.
    """
    ids, km, excluded = figures[:3]
    said = sorted({each for each in excluded if each})
    words = _words(said)
    nth = {text: words.index(word) for text, word in zip(said, _each(said), strict=True)}
    why = [nth[each] if each else -1 for each in excluded] if words else [-1] * len(excluded)
    short: list[Any] = [_short(ids, steps=True), km, words, why, *map(_short, figures.costs)]
    more: dict[str, Any] = {"next": figures.next_best} if sum(map(bool, figures.given)) > 1 else {}
    if figures.unsent:
        more["unsent"] = [each[:LETTERS] for each in figures.unsent]
    if more:
        short.append(more)
    # To make a window of the usual size takes longer than to deflate so little.
    deflate = zlib.compressobj(9, zlib.DEFLATED, WINDOW_BITS, MEMORY_LEVEL)
    return deflate.compress(TEXT.encode(short).encode()) + deflate.flush()


def unpack(reasons: bytes, name: Naming = by_number) -> tuple[Candidate, ...]:
    """Return the candidates of a stored decision; `name` names a manager's rule by its number and version."""
    ids, kms, words, why, *columns = json.loads(zlib.decompress(reasons))
    columns = [column for column in columns if not isinstance(column, dict)]
    words = [word if isinstance(word, str) else name(*word) for word in words]
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


def next_best_of(reasons: bytes) -> tuple[NextBest | None, bool]:
    """Return the next best way of a stored decision that was split, None where there was none; and if it was sought."""
    more = _more(reasons)
    return (NextBest(*more["next"]) if more.get("next") else None), "next" in more


def unsent_of(reasons: bytes) -> list[str]:
    """Return why some of what lacked was not sent from where the rest of a stored decision was."""
    found: list[str] = _more(reasons).get("unsent", [])
    return found


def _more(reasons: bytes) -> dict[str, Any]:
    last = json.loads(zlib.decompress(reasons))[-1]
    return last if isinstance(last, dict) else {}


def _words(said: Sequence[str]) -> list[Any]:
    return list({TEXT.encode(each): each for each in _each(said)}.values())


def _each(said: Sequence[str]) -> list[Any]:
    """Return for each of the reasons what is kept of it: a rule's number and version, or its words."""
    free = [each for each in said if not RULE.match(each)]
    most = LETTERS if sum(map(len, free)) <= LETTERS else LETTERS // min(len(free), WORDS)
    kept = {each: each if len(each) <= most else f"{each[: most - 1]}…" for each in free[:WORDS]}
    return [
        [int(number) for number in rule.groups()] if (rule := RULE.match(each)) else kept.get(each, OTHERWISE)
        for each in said
    ]


def _short(values: Sequence[int], *, steps: bool = False) -> Sequence[int] | int:
    """One number for a column of which all are the same; with `steps`, how far each lies above the one before."""
    if steps:
        values = [b - a for a, b in zip([0, *values], values, strict=False)]
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
