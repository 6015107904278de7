"""A return is authorised, declined, or comes to nothing."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from packhorse.errors import Refusal
from packhorse.events import ReturnApproved, ReturnCancelled, ReturnDeclined
from packhorse.outbox.publish import publish
from packhorse.returns.models import Return, ReturnAccount, ReturnLine
from packhorse.returns.operations import check
from packhorse.returns.operations.crediting import propose
from packhorse.returns.operations.labels import let_go_label, want_label


@transaction.atomic
def approve(*, return_id: int, note: str = "", now: datetime, actor: str) -> None:
    """Authorise a return. Done again, it does nothing more."""
    words = check.note(note)
    row = check.lock(return_id)
    if row.state == "approved":
        return
    check.require(row, ["requested"])
    authorise(row, note=words, now=now, actor=actor)


@transaction.atomic
def decline(*, return_id: int, note: str, now: datetime, actor: str) -> None:
    """Do not authorise a return, and say why: the customer may read it. Done again, it does nothing more."""
    words = check.note(note)
    row = check.lock(return_id)
    if row.state == "declined":
        return
    check.require(row, ["requested"])
    if not words:
        raise Refusal("REASON_WANTED", "Say in words why: the customer will ask.", status=422)
    _let_go(row)
    check.step(row, "declined", state="declined", note=words, now=now, actor=actor)
    publish([ReturnDeclined(row.order_id, row.pk)], now=now, actor=actor)


@transaction.atomic
def cancel(*, return_id: int, note: str = "", now: datetime, actor: str) -> None:
    """Let a return come to nothing, while nothing of it has come. Done again, it does nothing more."""
    words = check.note(note)
    row = check.lock(return_id)
    if row.state == "cancelled":
        return
    check.require(row, ["requested", "approved"])
    _let_go(row)
    let_go_label(row.pk, why="The return was cancelled.")
    Return.objects.filter(pk=row.pk).update(proposed_minor=None, state="cancelled")
    check.step(row, "cancelled", state="cancelled", note=words, now=now, actor=actor)
    publish([ReturnCancelled(row.order_id, row.pk)], now=now, actor=actor)


def authorise(row: Return, *, note: str, now: datetime, actor: str) -> None:
    """Approve a locked return. Of a claim nothing comes: what is to be refunded is known at once.

    Where the rules say so, a carrier's label is bought for it, by a job.
    """
    check.step(row, "approved", state="approved", note=note, now=now, actor=actor)
    want_label(row, now=now)
    if row.wish == "claim":
        propose(row, units={line.pk: line.units for line in row.lines.all()}, state="approved")
    publish([ReturnApproved(row.order_id, row.pk)], now=now, actor=actor)


def _let_go(row: Return) -> None:
    """What the return stood for is the customer's again."""
    lines = list(row.lines.order_by("line_id"))
    check.accounts([line.line_id for line in lines])
    for line in lines:
        ReturnAccount.objects.filter(pk=line.line_id).update(
            returned=F("returned") - line.stands,
            credited=F("credited") - line.credited,
            credited_minor=F("credited_minor") - line.credit_minor,
        )
    ReturnLine.objects.filter(returned=row).update(stands=0, credited=0, credit_minor=0, fee_minor=0)
