"""Connect shops, and take what they send."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal, missing
from packhorse.placing.models import Channel, Order, ShopConnection
from packhorse.placing.operations.cancel import cancel_as_ordered
from packhorse.placing.operations.place import place
from packhorse.placing.rules import order_number
from packhorse.placing.shops import shopify, woocommerce
from packhorse.placing.shops.hook import Said, WrongHook, signed
from packhorse.sealing import seal, unseal


class Shop(Protocol):
    """A kind of shop: the headers it sends, and how its bodies are read."""

    SIGNATURE: str
    EVENT: str
    TOPIC: str
    say: Callable[..., Said]


SHOPS: Mapping[str, Shop] = {"shopify": shopify, "woocommerce": woocommerce}


@transaction.atomic
def connect_shop(*, channel: str, kind: str, secret: str, now: datetime) -> None:
    """Let a shop of this kind send a channel's orders by webhooks signed with `secret`; an empty secret ends it."""
    owner = Channel.objects.filter(code=channel).first()
    if owner is None:
        raise missing("channel", channel[:40])
    if kind not in SHOPS:
        raise Refusal("NO_SUCH_SHOP", f"{kind[:40]!r} is no kind of shop: use {' or '.join(SHOPS)}.", status=422)
    if not secret:
        ShopConnection.objects.filter(channel=owner).delete()
        return
    if not (16 <= len(secret) <= 200 and secret.isascii() and secret.isprintable()):
        raise Refusal("WEAK_SECRET", "The secret has 16 to 200 printable ASCII characters.", status=422)
    # What opened the API of a shop of another kind opens nothing in this one.
    ShopConnection.objects.filter(channel=owner).exclude(kind=kind).delete()
    ShopConnection.objects.update_or_create(channel=owner, defaults={"kind": kind, "secret": seal(secret), "at": now})


@transaction.atomic
def take_hook(*, channel: str, kind: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """Take a webhook; return in words what it did. The same event a second time does nothing.

    Refuses a wrong signature (401), a body that is no order, and an order that cannot be placed (422): the shop sends
    it again later, and it is taken when what was wrong is mended.
    """
    connection = ShopConnection.objects.filter(channel__code=channel, kind=kind).select_related("channel").first()
    shop = SHOPS.get(kind)
    # A stranger learns nothing: a channel that is not connected answers like a wrong signature.
    secret = unseal(connection.secret) if connection else "no secret, and nobody knows it"
    if not shop or not signed(body, secret, headers.get(shop.SIGNATURE, "")) or connection is None:
        raise Refusal("WRONG_SIGNATURE", "The signature is not that of this channel's shop.", status=401)
    event_id = headers.get(shop.EVENT, "")[:200].replace("\x00", "")
    if event_id and not _first_time(connection.channel, event_id, now):
        return "taken before"
    try:
        content: Any = json.loads(body)
        if not isinstance(content, dict):
            raise WrongHook("the body is no object")
        said = shop.say(headers.get(shop.TOPIC, ""), content, channel=channel)
    except (WrongHook, ValueError, RecursionError) as error:
        raise Refusal("WRONG_HOOK", f"The webhook cannot be read: {error}.", status=422) from None
    return _do(said, channel=channel, event_id=event_id, now=now)


def _do(said: Said, *, channel: str, event_id: str, now: datetime) -> str:
    actor = f"shop {channel}"
    if said.order:
        (placed,) = place([said.order], now=now, actor=actor)
        if placed.order_id is None:
            faults = [f"{fault.field}: {fault.text}" for fault in placed.faults]
            raise Refusal("WRONG_ORDER", f"Order {said.order.external_id[:100]}: {'; '.join(faults)}.", status=422)
        number = order_number(placed.order_id)
        if placed.new:
            return f"placed as {number}"
        return f"{number} is left as it is: it was changed in the shop" if placed.other else f"known as {number}"
    if said.cancel:
        order = Order.objects.filter(channel__code=channel, external_id=said.cancel[:100].replace("\x00", "")).first()
        if order is None:
            return "an order that is not known is cancelled"
        try:
            cancel_as_ordered(order_id=order.pk, key=event_id or f"hook {said.cancel}"[:200], now=now, actor=actor)
        except Refusal as refusal:
            return refusal.text
        return f"cancelled {order_number(order.pk)}"
    return said.nothing


def _first_time(channel: Channel, event_id: str, now: datetime) -> bool:
    return bool(sql.rows("placing", "take_event", {"channel": channel.pk, "event": event_id, "now": now}))
