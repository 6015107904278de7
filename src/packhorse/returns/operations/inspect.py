"""Somebody looks at what came: what each unit is good for, and what is not there."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.events import ReturnInspected
from packhorse.inventory import operations as inventory
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.returns.models import Inspection, Return, ReturnAccount, ReturnItem, ReturnLine
from packhorse.returns.operations import check
from packhorse.returns.operations.crediting import propose
from packhorse.returns.rules import DISPOSITIONS, spoken

CAUSE = "return inspected"  # with the return's id


@transaction.atomic
def inspect(*, item_id: int, disposition: str, units: int, note: str = "", key: UUID, now: datetime, actor: str) -> str:
    """Say what units that came are good for; return the code of the bin they are in now. A `key` counts once.

    What may be sold again goes where goods are put away from, scrap among the damaged goods; the rest stays in
    quarantine. The last answer ends the inspection, where nothing more is to come.
    """
    words = check.note(note)
    if disposition not in DISPOSITIONS:
        text = f"disposition: use one of {', '.join(DISPOSITIONS)}, not {disposition[:20]!r}."
        raise Refusal("WRONG_DISPOSITION", text, status=422)
    return_id = ReturnItem.objects.filter(pk=item_id).values_list("returned_id", flat=True).first()
    if return_id is None:
        raise missing("item", item_id)
    row = check.lock(return_id)
    item = ReturnItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    if done := Inspection.objects.filter(key=key).first():
        return _code(done.bin_id)
    if not 0 < units <= item.units - item.inspected:
        left = item.units - item.inspected
        raise Refusal("TOO_MANY_INSPECTED", f"{left} of these units are to be looked at, not {units}.", status=422)
    bin_id = _lay(row, item, disposition, units, words, key, now=now, actor=actor)
    facts = {"disposition": disposition, "units": units, "note": words, "bin_id": bin_id, "key": key}
    Inspection.objects.create(item=item, at=now, actor=actor, **facts)
    ReturnItem.objects.filter(pk=item.pk).update(inspected=F("inspected") + units)
    _end(row, now=now, actor=actor)
    return _code(bin_id)


@transaction.atomic
def report_missing(*, return_id: int, note: str = "", now: datetime, actor: str) -> int:
    """Nothing more comes: what was announced and did not come is missing, and the customer's still; return how much.

    Refuses a return of which nothing came: cancel it instead.
    """
    words = check.note(note)
    row = check.lock(return_id)
    if row.state == "approved":
        text = f"Nothing of return {spoken(row.rma)} has come: cancel it, or wait."
        raise Refusal("NOTHING_CAME", text, details={"state": row.state})
    if row.state in ("inspected", "closed"):
        return 0
    check.require(row, ["received"])
    lines = list(row.lines.order_by("line_id"))
    check.accounts([line.line_id for line in lines])
    total = 0
    for line in lines:
        if lacking := line.units - line.received - line.missing:
            ReturnLine.objects.filter(pk=line.pk).update(missing=F("missing") + lacking, stands=F("stands") - lacking)
            ReturnAccount.objects.filter(pk=line.line_id).update(returned=F("returned") - lacking)
            total += lacking
    if total:
        check.step(row, "missing", note=words or f"{total} units", now=now, actor=actor)
    _end(row, now=now, actor=actor)
    return total


def _lay(
    row: Return, item: ReturnItem, disposition: str, units: int, words: str, key: UUID, *, now: datetime, actor: str
) -> int | None:
    """Carry units into the bin for what they are; return it, or None for goods that nobody knows."""
    if disposition == "restock" and not item.shipped_with:
        text = "These were not sent with the order: nobody may sell them before the office knows what they are."
        raise Refusal("NOT_OF_ORDER", text)
    if item.product_id is None or item.bin_id is None:
        return None
    use = DISPOSITIONS[disposition]
    if use == "quarantine":
        return item.bin_id
    if (
        disposition == "restock"
        and item.lot_id is None
        and catalog.by_id([item.product_id])[item.product_id].tracks_lots
    ):
        text = (
            "Lots of these goods are tracked, and this one was taken in without: leave it in quarantine, or scrap it."
        )
        raise Refusal("LOT_WANTED", text)
    floor = network.bins(item.warehouse_id, uses=[use])
    if not floor:
        raise Refusal("NO_BIN", f"This warehouse has no bin for {use} goods: open one first.")
    inventory.move(
        product_id=item.product_id,
        from_bin_id=item.bin_id,
        to_bin_id=floor[0].id,
        quantity=units,
        lot_id=item.lot_id,
        cause=CAUSE,
        cause_id=row.pk,
        reason=f"{disposition}: {words}"[:200] if words else disposition,
        scan_id=key,
        numbers=(item.serial,) if item.serial else (),
        now=now,
        actor=actor,
    )
    return floor[0].id


def _end(row: Return, *, now: datetime, actor: str) -> None:
    """The return is inspected once all that was announced came or is missing, and was looked at."""
    if row.state != "received":
        return
    lines = list(row.lines.all())
    waits = any(line.units > line.received + line.missing for line in lines)
    if waits or row.items.filter(line__isnull=False, inspected__lt=F("units")).exists():
        return
    minor = propose(row, units={line.pk: line.received for line in lines}, state="inspected")
    check.step(row, "inspected", state="inspected", now=now, actor=actor)
    publish([ReturnInspected(row.order_id, row.pk, minor)], now=now, actor=actor)


def _code(bin_id: int | None) -> str:
    return network.bins_by_id([bin_id])[bin_id].code if bin_id else ""
