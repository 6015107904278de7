"""Place orders: check, keep once, tell."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.catalog.queries import Listed
from packhorse.customers import queries as customers
from packhorse.errors import Refusal
from packhorse.events import OrderPlaced
from packhorse.inventory import operations as inventory
from packhorse.outbox.publish import publish
from packhorse.placing.addressing import Checked, check
from packhorse.placing.faults import faults
from packhorse.placing.holding import Rule
from packhorse.placing.models import Channel
from packhorse.placing.models import Order as OrderModel
from packhorse.placing.operations.goods import ask_listed, keep_goods, most_units
from packhorse.placing.operations.hold import UNPAID, ask_rules, holds_by_rule, keep_holds, release_paid
from packhorse.placing.rules import PRIORITIES, Fault, NewHold, NewOrder, fingerprint


@dataclass(frozen=True)
class Placed:
    """The answer for one order: its id and whether it is new, or what is wrong with it.

    `other` says that another order stands under this number already: what was sent now was not taken.
    """

    order_id: int | None
    new: bool
    faults: tuple[Fault, ...] = ()
    other: bool = False


@transaction.atomic
def open_channel(*, code: str, name: str, currency: str) -> None:
    """Open a channel, or rename it; the currency of a channel does not change."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", code):
        raise Refusal("WRONG_CHANNEL", f"{code[:40]!r} is no channel's code: use a-z, 0-9 and -, up to 40.", status=422)
    if not re.fullmatch(r"[A-Z]{3}", currency) or not 0 < len(name) <= 120 or "\x00" in name:
        raise Refusal("WRONG_CHANNEL", "A channel has a name, and a currency of three capitals (GBP).", status=422)
    channel, _ = Channel.objects.get_or_create(code=code, defaults={"name": name, "currency": currency})
    if channel.currency != currency:
        raise Refusal("CHANNEL_CURRENCY", f"Channel {code} is in {channel.currency}; open another one for {currency}.")


@transaction.atomic
def place(orders: Sequence[NewOrder], *, now: datetime, actor: str) -> list[Placed]:
    """Keep orders and tell sourcing. One answer an order, in their order.

    A wrong order is not kept and does not hinder the others; one that is known already (same channel and external id)
    is left as it is and answered with its id, but goes on when its channel says by now that it is paid. One that may
    not go on yet is kept with its holds: those it came with, those the merchant's rules set, and INCORRECT_ADDRESS
    when no parcel could be sent there. What its checkout had reserved is kept for it from now on.
    """
    with sql.together():
        open_channels = sql.ask("placing", "channels", {}, lambda found: {code: rest for code, *rest in found})
        listed = ask_listed(line for order in orders for line in order.lines)
        hold_rules = ask_rules()
    channels, skus = open_channels.read(), listed.read()
    currencies = {code: currency for code, (_, currency) in channels.items()}
    kits = most_units(skus)
    wrong = [faults(order, currencies=currencies, skus=skus, kits=kits, now=now) for order in orders]
    good: dict[tuple[int, str], NewOrder] = {}
    for order, found in zip(orders, wrong, strict=True):
        if not found:
            good.setdefault((channels[order.channel][0], order.external_id), order)
    prints = {key: fingerprint(order) for key, order in good.items()}
    new_ids = _insert(good, prints, now=now)
    fresh = {new_ids[key]: order for key, order in good.items() if key in new_ids}
    addresses = {order_id: check(order.address) for order_id, order in fresh.items()}
    with sql.together():
        _insert_rest(fresh, addresses, skus)
        publish([OrderPlaced(order_id) for order_id in sorted(new_ids.values())], now=now, actor=actor)
    keep_holds(_holds(fresh, addresses, hold_rules.read()), now=now, actor=actor)
    if bought := {(o.channel, o.checkout): order_id for order_id, o in fresh.items() if o.checkout}:
        inventory.consume(bought, now=now)
    known = _known({key for key in good if key not in new_ids})
    same = {known[key][0]: order for key, order in good.items() if key in known and known[key][1] == prints[key]}
    release_paid([order_id for order_id, order in same.items() if not order.awaiting_payment], now=now, actor=actor)
    answers, told = [], set()
    for order, found in zip(orders, wrong, strict=True):
        if found:
            answers.append(Placed(None, False, tuple(found)))
            continue
        key = channels[order.channel][0], order.external_id
        order_id, stored = (new_ids[key], prints[key]) if key in new_ids else known[key]
        other = bool(stored) and stored != (prints[key] if order is good[key] else fingerprint(order))
        answers.append(Placed(order_id, key in new_ids and key not in told, other=other))
        told.add(key)
    return answers


def _holds(
    orders: dict[int, NewOrder], addresses: dict[int, Checked], rules: Sequence[Rule]
) -> dict[int, list[NewHold]]:
    by_rule = holds_by_rule(orders, rules)
    found = {}
    for order_id, order in orders.items():
        problem = addresses[order_id].problem
        wrong = [NewHold("INCORRECT_ADDRESS", problem[:300])] if problem else []
        unpaid = [NewHold("AWAITING_PAYMENT", UNPAID)] if order.awaiting_payment else []
        if each := [*by_rule.get(order_id, ()), *wrong, *unpaid, *order.holds]:
            found[order_id] = each
    return found


def _insert(
    orders: dict[tuple[int, str], NewOrder], prints: dict[tuple[int, str], str], *, now: datetime
) -> dict[tuple[int, str], int]:
    if not orders:
        return {}
    customer_ids = customers.ids_by_number(o.customer_number for o in orders.values() if o.customer_number)
    rows = [
        {
            "channel_id": channel,
            "external_id": external_id,
            "customer_id": customer_ids.get(order.customer_number),
            "placed_at": order.placed_at.isoformat(),
            "currency": order.currency,
            "goods_minor": sum(line.quantity * line.unit_price_minor for line in order.lines),
            "charges_minor": sum(charge.amount_minor for charge in order.charges),
            "service": order.service,
            "delivery_instructions": order.delivery_instructions,
            "gift_message": order.gift_message,
            "fingerprint": prints[channel, external_id],
            "ship_rule": order.ship_rule,
            "priority": PRIORITIES[order.priority],
            "replaces_id": order.replaces,
        }
        for (channel, external_id), order in orders.items()
    ]
    # One document is read by the server faster than a dozen arrays are written here.
    new = sql.rows("placing", "insert_orders", {"orders": json.dumps(rows), "now": now})
    return {(channel, external_id): order_id for order_id, channel, external_id in new}


def _insert_rest(orders: dict[int, NewOrder], addresses: dict[int, Checked], skus: dict[str, Listed]) -> None:
    """Write addresses, lines and charges of new orders."""
    if not orders:
        return
    where = [{"order_id": order_id, **vars(addresses[order_id].address)} for order_id in orders]
    charges = [(order_id, charge) for order_id, order in orders.items() for charge in order.charges]
    sql.ask("placing", "insert_addresses", {"addresses": json.dumps(where)}, len)
    keep_goods([(order_id, 1, order.lines) for order_id, order in orders.items()], skus)
    if charges:
        sql.ask(
            "placing",
            "insert_charges",
            {
                "orders": [order_id for order_id, _ in charges],
                "codes": [charge.code for _, charge in charges],
                "descriptions": [charge.description for _, charge in charges],
                "amounts": [charge.amount_minor for _, charge in charges],
            },
            len,
        )


def _known(keys: set[tuple[int, str]]) -> dict[tuple[int, str], tuple[int, str]]:
    """{(channel id, external id): (order id, fingerprint)} of orders that are there already."""
    if not keys:
        return {}
    found = OrderModel.objects.filter(
        channel_id__in={channel for channel, _ in keys}, external_id__in={external_id for _, external_id in keys}
    )
    return {
        (channel, external): (pk, stored)
        for pk, channel, external, stored in found.values_list("id", "channel_id", "external_id", "fingerprint")
    }
