"""A difference goes into the ledger: so many units more or fewer than lie there now, whatever was picked since."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F

from packhorse.catalog import queries as catalog
from packhorse.counting import queries
from packhorse.counting.models import Count, CountedLine, CountRound
from packhorse.counting.operations.elsewhere import fetch
from packhorse.counting.rules import Key, count_number
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Change

TAKEN = ("NOT_THERE", "SERIAL_NOT_THERE")  # what was missing has been taken meanwhile


def book(row: Count, round_row: CountRound, *, reason: str, now: datetime, actor: str) -> str:
    """Write a round's differences into the ledger; return what came between, and then nothing is written.

    A pick takes from what was counted and leaves the difference as it is. Anything else that came or went may be the
    very difference, booked by somebody else.
    """
    lines = list(CountedLine.objects.filter(round=round_row).order_by("product_id", "lot_id"))
    changes = [change for line in lines for change in _changes(row.bin_id, line)]
    if not changes:
        return ""
    doubted = stock.doubted(row.bin_id)  # the count ends their doubt: all levels are locked in one go, as all bins are
    touched = {change.product_id for change in changes} | {product_id for _, product_id, _ in doubted}
    inventory.lock_levels((product_id, row.warehouse_id) for product_id in touched)  # nothing but picks now
    if overtaken := _overtaken(row, round_row, {(change.product_id, change.lot_id) for change in changes}):
        return overtaken
    try:
        with transaction.atomic():
            _write(row, lines, reason=reason, now=now, actor=actor)
    except Refusal as refusal:
        if refusal.code in TAKEN:
            return "goods that were missing were picked"
        raise
    CountedLine.objects.filter(round=round_row).update(booked=F("difference"))
    return ""


def _write(row: Count, lines: list[CountedLine], *, reason: str, now: datetime, actor: str) -> None:
    moved = fetch(row, lines, reason=reason, now=now, actor=actor)
    changes = [change for line in lines for change in _changes(row.bin_id, line, moved)]
    if changes:
        inventory.adjust(
            changes,
            kind="counted",
            cause="count",
            cause_id=row.pk,
            reason=f"{count_number(row.pk)}: {reason}",
            beside=stock.doubted(row.bin_id),
            now=now,
            actor=actor,
        )


def _overtaken(row: Count, round_row: CountRound, keys: set[Key]) -> str:
    """Say in words what but picks touched these products and lots in the bin since the round began."""
    moved = queries.moved_since(row.bin_id, begun_at=round_row.begun_at, known=round_row.known)
    others = [each for each in moved if each[0].kind != "picked" and (each[0].product_id, each[0].lot_id) in keys]
    if not others:
        return ""
    line, units = others[-1]
    sku = catalog.by_id([line.product_id])[line.product_id].sku
    more = f", and {len(others) - 1} more" if len(others) > 1 else ""
    return f"{units:+d} {sku} {line.kind} by {line.actor} ({line.cause}) at {line.at:%Y-%m-%d %H:%M} UTC{more}"


def _changes(bin_id: int, line: CountedLine, moved: Collection[tuple[int, str]] = ()) -> list[Change]:
    """What is missing and what was found, numbered units by their numbers, but for those that were moved here."""
    where = {"bin_id": bin_id, "product_id": line.product_id, "lot_id": line.lot_id}
    if not (line.missing or line.found):
        return [Change(**where, quantity=line.difference)] if line.difference else []
    fewer, more = tuple(line.missing), tuple(code for code in line.found if (line.product_id, code) not in moved)
    changes = [Change(**where, quantity=-len(fewer), serials=fewer)] if fewer else []
    return [*changes, Change(**where, quantity=len(more), serials=more)] if more else changes
