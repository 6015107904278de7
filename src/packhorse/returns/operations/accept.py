"""More came than was announced, and the office lets it count."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from packhorse.errors import Refusal, missing
from packhorse.events import ReturnReceived
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.returns import queries
from packhorse.returns.models import Return, ReturnAccount, ReturnItem, ReturnLine
from packhorse.returns.operations import check
from packhorse.returns.operations.crediting import propose
from packhorse.returns.operations.request import open_accounts
from packhorse.returns.rules import spoken

STATES = ("approved", "received", "inspected")


@transaction.atomic
def accept_surplus(*, item_id: int, reason: str, now: datetime, actor: str) -> None:
    """Let units that came unannounced be part of the return, for a reason of the rules. Done again, it does nothing.

    Refuses what the order was never sent, or is the return of something else already.
    """
    return_id = ReturnItem.objects.filter(pk=item_id).values_list("returned_id", flat=True).first()
    if return_id is None:
        raise missing("item", item_id)
    row = check.lock(return_id)
    item = ReturnItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    if item.line_id is not None:
        return
    check.require(row, STATES)
    why = queries.rules().reason(reason)
    if why is None:
        raise Refusal("UNKNOWN_REASON", f"reason: there is no reason {reason[:30]!r}.", status=422)
    if row.wish == "claim" or not item.shipped_with:
        text = f"These units are not of return {spoken(row.rma)}: nothing like them is missing from the order."
        raise Refusal("NOT_OF_ORDER", text)
    line_id = _line(row, item)
    open_accounts(row.order_id, [line_id])
    mine, made = ReturnLine.objects.get_or_create(
        returned=row,
        line_id=line_id,
        defaults={
            "product_id": item.product_id,
            "units": item.units,
            "stands": item.units,
            "received": item.units,
            "reason": why.code,
            "fee": why.fee,
        },
    )
    if not made:
        more = {name: F(name) + item.units for name in ("units", "stands", "received")}
        ReturnLine.objects.filter(pk=mine.pk).update(**more)
    ReturnAccount.objects.filter(pk=line_id).update(returned=F("returned") + item.units)
    ReturnItem.objects.filter(pk=item.pk).update(line=mine)
    check.step(row, "accepted", note=f"{item.units} × {item.code}", now=now, actor=actor)
    if row.state == "inspected":
        propose(row, units={mine.pk: item.units}, state="inspected")
    elif row.state == "approved":
        check.step(row, "received", state="received", now=now, actor=actor)
        publish([ReturnReceived(row.order_id, row.pk, item.warehouse_id)], now=now, actor=actor)


def _line(row: Return, item: ReturnItem) -> int:
    """Return the order's line that the units were sent of: one that has room for all of them."""
    gone = queries.left_of(row.order_id)
    held = dict(ReturnAccount.objects.filter(pk__in=gone).values_list("pk", "returned"))
    for line in placing.lines([row.order_id]):
        if line.product_id == item.product_id and gone[line.id].shipped - held.get(line.id, 0) >= item.units:
            return line.id
    text = "These units were sent on several lines, or are on another return: scan each line's units for themselves."
    raise Refusal("NO_ROOM", text)
