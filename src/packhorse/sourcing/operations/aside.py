"""What the desk does with orders that wait: take them aside, give them back, try them again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.sourcing.models import OrderWish, WaitingOrder
from packhorse.sourcing.operations.source import source
from packhorse.sourcing.operations.wait import keep_waiting, shorten
from packhorse.sourcing.operations.wish import because, begin, keep_change, set_wish
from packhorse.sourcing.queries.lacking import lacking_of


@transaction.atomic
def take_aside(*, order_id: int, why: str, now: datetime, actor: str) -> None:
    """Let sourcing leave alone what an order still lacks, until a person gives it back. What it has goes on."""
    words = because(why)
    begin([order_id])
    missing = lacking_of([order_id])
    if not missing[order_id]:
        text = f"{order_number(order_id)} lacks nothing: there is nothing to take aside. To stop it, hold it."
        raise Refusal("NOTHING_LACKS", text)
    set_wish(order_id, aside=words)
    publish(keep_waiting(missing, now=now), now=now, actor=actor)
    keep_change(order_id=order_id, what="take_aside", why=words, now=now, actor=actor)


@transaction.atomic
def give_back(*, order_id: int, now: datetime, actor: str) -> None:
    """Let sourcing serve an order again that was taken aside, at once."""
    begin([order_id])
    if not OrderWish.objects.filter(order_id=order_id).exclude(aside="").update(aside=""):
        raise Refusal("NOT_ASIDE", f"{order_number(order_id)} was not taken aside.")
    keep_change(order_id=order_id, what="give_back", why="", now=now, actor=actor)
    shorten([order_id], now=now)
    source([order_id], now=now)


@transaction.atomic
def try_again(order_ids: Sequence[int], *, now: datetime) -> dict[int, str]:
    """Try orders that wait once more; return {order id: why it still waits, or was not tried}."""
    begin(order_ids)
    aside = dict(OrderWish.objects.filter(order_id__in=order_ids).exclude(aside="").values_list("order_id", "aside"))
    held = placing.held(order_ids)
    source([each for each in order_ids if each not in aside], now=now)
    refused = dict(WaitingOrder.objects.filter(order_id__in=order_ids).values_list("order_id", "reason"))
    refused |= {each: "is on hold: release it first" for each in order_ids if each in held}
    return refused | {each: f"was taken aside ({why}): give it back first" for each, why in aside.items()}
