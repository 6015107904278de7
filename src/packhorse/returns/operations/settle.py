"""A return is settled: refunded, exchanged, or neither. Once, and for good."""

from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.events import ReturnClosed
from packhorse.money import written
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.returns.models import Return
from packhorse.returns.operations import check
from packhorse.returns.rules import spoken


@transaction.atomic
def mark_refunded(
    *, return_id: int, amount_minor: int | None = None, reference: str = "", note: str = "", now: datetime, actor: str
) -> int:
    """Keep that a person or machine has refunded a return, as proposed or less; return the amount in minor units.

    Packhorse moves no money. Said again with the same amount and reference, it does nothing more.
    """
    words, plain = check.note(note), check.note(reference, 100, "reference")
    row = check.lock(return_id)
    if row.state == "closed" and row.resolution == "refund":
        same = amount_minor is None or amount_minor == row.refunded_minor
        if same and plain in ("", row.reference):
            return row.refunded_minor or 0
    proposed = _ready(row)
    amount = proposed if amount_minor is None else amount_minor
    if not 0 <= amount <= proposed:
        most = f"{written(proposed, row.currency)} {row.currency}"
        text = f"At most {most} may be refunded: what was paid for what came, less fees. Give that or less."
        raise Refusal("REFUND_TOO_MUCH", text, status=422, details={"proposed_minor": proposed})
    if amount < proposed and not words:
        text = "Say in words why less is refunded than proposed: the customer will ask."
        raise Refusal("REASON_WANTED", text, status=422)
    _close(row, "refund", words, minor=amount, reference=plain, now=now, actor=actor)
    return amount


@transaction.atomic
def await_settlement(*, return_id: int) -> int | None:
    """Take the turn of a return that is to be exchanged; return the order that has done so already, if there is one.

    Refuses a return that is not ready to be settled. The turn lasts as long as the caller's transaction.
    """
    row = check.lock(return_id)
    if row.exchange_id is None:
        _ready(row)
    return row.exchange_id


@transaction.atomic
def note_exchange(*, return_id: int, order_id: int, note: str = "", now: datetime, actor: str) -> None:
    """Keep the order that sends other goods for a return. Said again of the same order, it does nothing more."""
    words = check.note(note)
    row = check.lock(return_id)
    if row.state == "closed" and row.exchange_id == order_id:
        return
    _ready(row)
    if (mine := placing.detail(order_id)) is None or mine.replaces != row.order_id:
        raise Refusal("NO_EXCHANGE", "That order does not replace the returned one.", status=422)
    _close(row, "exchange", words, exchange_id=order_id, now=now, actor=actor)


@transaction.atomic
def close_without(*, return_id: int, note: str, now: datetime, actor: str) -> None:
    """Settle a return without money or goods, and say why. Done again, it does nothing more."""
    words = check.note(note)
    row = check.lock(return_id)
    if row.state == "closed" and row.resolution == "nothing":
        return
    _ready(row)
    if not words:
        raise Refusal("REASON_WANTED", "Say in words why nothing is refunded: the customer will ask.", status=422)
    _close(row, "nothing", words, now=now, actor=actor)


def _ready(row: Return) -> int:
    """Return what may be refunded. Refuses a return that is settled, or of which nobody has looked at what came."""
    if row.state == "closed":
        raise Refusal("SETTLED", f"Return {spoken(row.rma)} is settled already ({row.resolution}).")
    if row.wish != "claim":
        check.require(row, ["inspected"])
    else:
        check.require(row, ["approved"])
    return row.proposed_minor or 0


def _close(
    row: Return,
    resolution: str,
    note: str,
    *,
    minor: int | None = None,
    reference: str = "",
    exchange_id: int | None = None,
    now: datetime,
    actor: str,
) -> None:
    Return.objects.filter(pk=row.pk).update(
        state="closed",
        resolution=resolution,
        refunded_minor=minor,
        reference=reference,
        exchange_id=exchange_id,
        closed_at=now,
    )
    check.step(row, resolution, state="closed", note=note, now=now, actor=actor)
    publish(
        [ReturnClosed(row.order_id, row.pk, resolution, minor or 0, exchange_id or 0)],
        now=now,
        actor=actor,
    )
