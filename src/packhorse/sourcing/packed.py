"""The reasons of a decision in few bytes: rows of numbers and words, as JSON, deflated."""

import json
import zlib

from packhorse.sourcing.rules import Candidate, Decision


def pack(decision: Decision) -> bytes:
    """Return the candidates of a decision as they are stored; those that were excluded without their noughts."""
    rows = [
        [c.warehouse_id, c.km, c.excluded]
        if c.excluded
        else [c.warehouse_id, c.km, "", c.fills_lines, c.fills_units, c.freight, c.handling, c.late, c.scarce]
        for c in decision.candidates
    ]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode())


def unpack(reasons: bytes) -> tuple[Candidate, ...]:
    """Return the candidates of a stored decision."""
    found = []
    for warehouse, km, excluded, *numbers in json.loads(zlib.decompress(reasons)):
        lines, units, *parts = numbers or (0, 0)
        found.append(Candidate(warehouse, km, lines, units, excluded, *parts))
    return tuple(found)
