"""An explanation as lines of text, and as plain values for machines."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from packhorse.web.audit.history import Explanation, Line


def tell(told: Explanation) -> Iterator[str]:
    """Return the lines that tell an explanation on a terminal."""
    yield f"{told.product.sku} {told.product.name}"
    yield ""
    yield from _now(told)
    yield ""
    yield "Differs" if told.differs else "Nothing differs."
    yield from (f"  {each}" for each in told.differs)
    if told.clues:
        yield "Where it began"
        yield from (f"  {each}" for each in told.clues)
    yield ""
    yield f"Ledger, newest first{' (the last lines only)' if told.more else ''}"
    yield from (_line(each) for each in told.lines)
    for title, rights in (("Orders that have a right to it", told.rights), ("Kept by checkouts until", told.kept)):
        yield from _section(
            title,
            (f"{r.since:%Y-%m-%d %H:%M}  {r.warehouse:6} {r.units:>6}  {r.state:10} {r.who} {r.bin}" for r in rights),
        )
    yield from _section(
        "Picks that wait", (f"{each.pick_list} bin {each.bin}: {each.units} for {each.order}" for each in told.picks)
    )
    yield from _section(
        "Snapshots",
        (
            f"{s.warehouse:6} before {s.at:%Y-%m-%d %H:%M}: {s.on_hand}"
            + ("" if s.fits else f", the ledger says {s.ledger}")
            for s in told.snapshots
        ),
    )
    yield from _section(
        "Repairs",
        (
            f"{m.at:%Y-%m-%d %H:%M} {m.actor}: {m.warehouse} {m.what} {m.place}: {m.before} -> {m.after} ({m.reason})"
            for m in told.repairs
        ),
    )


def plain(told: Explanation) -> dict[str, Any]:
    """Return an explanation as values that JSON knows; times are left as they are."""
    return asdict(told) | {"product": {"sku": told.product.sku, "name": told.product.name}}


def _now(told: Explanation) -> Iterator[str]:
    if not told.levels:
        yield "Never stocked."
    for each in told.levels:
        yield (
            f"{each.warehouse:6} on hand {each.on_hand} (ledger {each.ledger}, in bins and hands {each.there}), "
            f"allocated {each.allocated} ({each.promised}), reserved {each.reserved} ({each.kept}), "
            f"blocked {each.blocked} ({each.stopped})"
        )


def _line(each: Line) -> str:
    where = " -> ".join(part for part in (each.from_bin, each.to_bin) if part)
    delta = f"{each.delta:+d}" if each.delta else "."
    mark = "! " if each.suspect else "  "
    said = f" ({each.reason})" if each.reason else ""
    return (
        f"{mark}{each.at:%Y-%m-%d %H:%M}  #{each.id:<8} {each.warehouse:6} {each.kind:12} {each.quantity:>6} {delta:>6}"
        f"  = {each.on_hand:<7} {where}  {each.document}, {each.actor}{said}"
    )


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield title
        yield from (f"  {each}" for each in found)
