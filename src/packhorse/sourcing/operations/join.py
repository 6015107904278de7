"""Make one of what people said of orders that become one: all of it counts, or the orders are not merged."""

from collections.abc import Collection, Sequence
from datetime import datetime

from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.placing.rules import order_number
from packhorse.sourcing.models import OrderWish
from packhorse.sourcing.operations.promise import leave_together
from packhorse.sourcing.operations.wish import LONGEST, keep_change, set_wish
from packhorse.sourcing.queries.wishes import WishRow, pooled, wishes


def join_wishes(*, order_id: int, others: Collection[int], homes: Collection[int], now: datetime, actor: str) -> None:
    """Let all that was said of `others` count for the order they are merged into, too.

    Refuses what contradicts itself, or where goods of them lie (`homes`: the warehouses): a merger moves nothing.
    """
    found = wishes([order_id, *others])
    said = [found[pk] for pk in (order_id, *sorted(others)) if pk in found]
    if not said:
        return
    whole = _joined(order_id, said)
    _must_suit(whole, said, homes)
    OrderWish.objects.filter(order_id__in=others).delete()
    set_wish(
        order_id,
        pinned_id=whole.pinned,
        barred={str(pk): why for pk, why in whole.barred.items()},
        undivided=whole.undivided,
        aside=whole.aside,
        pool=whole.pool,
    )
    _keep_changes(whole, said, now=now, actor=actor)
    if whole.pool is not None and whole.pinned is not None:
        leave_together([order_id, *pooled(order_id)], whole.pinned)


def _joined(order_id: int, said: Sequence[WishRow]) -> WishRow:
    """Return all that was said as of one order; the first reason counts. Refuses two pins, and two pools."""
    pins = {wish.pinned: wish for wish in reversed(said) if wish.pinned is not None}
    if len(pins) > 1:
        words = " and ".join(f"{order_number(wish.order_id)} to {_code(pk)}" for pk, wish in reversed(pins.items()))
        raise _refused(f"{words} are pinned. Unpin all but one, or pin them to the same warehouse")
    pools = {wish.pool: wish for wish in reversed(said) if wish.pool is not None}
    if len(pools) > 1:
        words = " and ".join(order_number(wish.order_id) for wish in reversed(pools.values()))
        raise _refused(f"{words} leave together with different orders. Unpin all but one")
    barred = {pk: why for wish in reversed(said) for pk, why in wish.barred.items()}
    aside = "; ".join(dict.fromkeys(wish.aside for wish in said if wish.aside))
    undivided = any(wish.undivided for wish in said)
    return WishRow(order_id, next(iter(pins), None), barred, undivided, aside[:LONGEST], next(iter(pools), None))


def _must_suit(whole: WishRow, said: Sequence[WishRow], homes: Collection[int]) -> None:
    """Refuse a pin to where another is kept from, and goods where what was said does not let them lie."""
    pinning = next((order_number(wish.order_id) for wish in said if wish.pinned is not None), "")
    barring = {pk: order_number(wish.order_id) for wish in reversed(said) for pk in wish.barred}
    if whole.pinned in whole.barred:
        pk = whole.pinned
        text = f"{pinning} is pinned to {_code(pk)}, and {barring[pk]} is not to be served from there"
        raise _refused(f"{text} ({whole.barred[pk]}). Unpin the one, or let it serve the other again")
    for home in sorted(homes):
        if whole.pinned not in (None, home):
            text = f"{pinning} is pinned to {_code(whole.pinned)}, and goods of them lie in {_code(home)}"
            raise _refused(f"{text}. Move them there, or unpin it")
        if home in whole.barred:
            text = f"{barring[home]} is not to be served from {_code(home)} ({whole.barred[home]}), and goods of them"
            raise _refused(f"{text} lie there. Move them, or let it serve again")
    if whole.undivided and len(homes) > 1:
        number = next(order_number(wish.order_id) for wish in said if wish.undivided)
        text = f"{number} is not to be split, and goods of them lie in {', '.join(map(_code, sorted(homes)))}"
        raise _refused(f"{text}. Move them to one warehouse, or let it be split")


def _keep_changes(whole: WishRow, said: Sequence[WishRow], *, now: datetime, actor: str) -> None:
    """Say in the order's history what counts for it from now on because it was said of another."""
    known = {entry[:2] for wish in said if wish.order_id == whole.order_id for entry in _said(wish)}
    for wish in said:
        for what, site, why in _said(wish):
            if (what, site) not in known:
                known.add((what, site))
                words = f"said of {order_number(wish.order_id)}, which is merged into this order: {why}".rstrip(": ")
                keep_change(
                    order_id=whole.order_id, what=what, warehouse_id=site, why=words[:LONGEST], now=now, actor=actor
                )


def _said(wish: WishRow) -> list[tuple[str, int | None, str]]:
    """Return (what a person did, the warehouse, why) of all that counts for an order."""
    found: list[tuple[str, int | None, str]] = []
    if wish.pinned is not None:
        found.append(("pool" if wish.pool is not None else "pin", wish.pinned, ""))
    found += [("bar", pk, why) for pk, why in sorted(wish.barred.items())]
    found += [("forbid_split", None, "")] if wish.undivided else []
    return found + ([("take_aside", None, wish.aside)] if wish.aside else [])


def _code(warehouse_id: int | None) -> str:
    return next(site.code for site in network.warehouses() if site.id == warehouse_id)


def _refused(words: str) -> Refusal:
    return Refusal("CANNOT_MERGE", f"{words}: then they can be merged.")
