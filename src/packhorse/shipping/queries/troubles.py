"""Read what goes wrong with parcels on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from packhorse.shipping.models import TrackingEvent, Trouble, TroubleAct

REFUSED_THEN = ("returned", "failed")  # what becomes of a parcel that was refused at the door


@dataclass(frozen=True)
class ActRow:
    """What a person did about a trouble."""

    act: str
    note: str
    order_id: int | None
    at: datetime
    actor: str


@dataclass(frozen=True)
class TroubleRow:
    """Something that went wrong with a parcel; `word`: the last that its carrier said of it.

    `was_refused`: at the door, before it came back or was given up; `acts` are also those of then.
    """

    id: int
    kind: str
    opened_at: datetime
    settled_at: datetime | None
    outcome: str
    shipment_id: int
    parcel_id: int
    order_id: int
    carrier: str
    tracking_number: str
    tracking_state: str
    promised_on: date | None
    likely_on: date | None
    word: str = ""
    acts: tuple[ActRow, ...] = ()
    was_refused: bool = False


_ROW = ("id", "kind", "opened_at", "settled_at", "outcome", "shipment_id", "shipment__parcel_id", "shipment__order_id",
        "shipment__carrier__name", "shipment__tracking_number", "shipment__tracking_state",
        "shipment__promised_on", "shipment__likely_on")  # fmt: skip


def troubles(*, kind: str = "", limit: int = 100) -> list[TroubleRow]:
    """Return what is not settled, the oldest first; of one kind, if it is named."""
    found = Trouble.objects.filter(settled_at=None).order_by("opened_at", "id")
    return _with_refused(_rows((found.filter(kind=kind) if kind else found).values_list(*_ROW)[:limit]))


def trouble(trouble_id: int) -> TroubleRow | None:
    """Return one, settled or not."""
    found = _with_refused(_rows(Trouble.objects.filter(pk=trouble_id).values_list(*_ROW)))
    return found[0] if found else None


def of_order(order_id: int) -> list[TroubleRow]:
    """Return all that went wrong with an order's parcels, the newest first."""
    return _rows(Trouble.objects.filter(shipment__order_id=order_id).order_by("-opened_at", "-id").values_list(*_ROW))


def sizes() -> dict[str, int]:
    """Return {kind: how many are not settled}."""
    found = Trouble.objects.filter(settled_at=None).values_list("kind").annotate(Count("id")).order_by()
    return dict(found)


def _rows(found: Sequence[tuple[Any, ...]]) -> list[TroubleRow]:
    rows = [TroubleRow(*each) for each in found]
    words: dict[int, str] = {}
    told = TrackingEvent.objects.filter(shipment_id__in={row.shipment_id for row in rows}).order_by("at", "id")
    words.update(told.values_list("shipment_id", "text"))
    acts: dict[int, list[ActRow]] = {}
    kept = TroubleAct.objects.filter(trouble_id__in=[row.id for row in rows]).order_by("id")
    for pk, *act in kept.values_list("trouble_id", "act", "note", "order_id", "at", "actor"):
        acts.setdefault(pk, []).append(ActRow(*act))
    return [
        TroubleRow(**vars(row) | {"word": words.get(row.shipment_id, ""), "acts": tuple(acts.get(row.id, ()))})
        for row in rows
    ]


def _with_refused(rows: Sequence[TroubleRow]) -> list[TroubleRow]:
    """Return rows with what was known and done while the parcel was only refused: it stands on the desk once."""
    later = [row.shipment_id for row in rows if row.kind in REFUSED_THEN]
    over = Trouble.objects.filter(shipment_id__in=later, kind="refused", outcome="over").values_list(*_ROW)
    before = {row.shipment_id: row.acts for row in _rows(over)}
    return [
        replace(row, was_refused=True, acts=(*before[row.shipment_id], *row.acts))
        if row.kind in REFUSED_THEN and row.shipment_id in before
        else row
        for row in rows
    ]
