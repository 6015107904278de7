"""Reserve goods for a checkout, where an order of them would be served from."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Keep
from packhorse.network import queries as network
from packhorse.sourcing.queries import Where, candidate_sites
from packhorse.sourcing.rules import LineNeed, OrderNeed, decide, gather

ROUNDS = 3
LONGEST = timedelta(hours=24)


@transaction.atomic
def reserve(
    wanted: Mapping[int, int], *, channel: str, checkout: str, where: Where | None, expires_at: datetime, now: datetime
) -> int:
    """Keep `wanted` {product id: units} for a checkout, all or nothing, in place of what it had; return the id.

    Of a kit its parts are kept. Where it goes may not be known yet: then the goods are kept where most of them lie. The
    order that the checkout places may still be served from elsewhere. Refuses what is not there.
    """
    if not now < expires_at <= now + LONGEST:
        raise Refusal("WRONG_EXPIRY", "A reservation ends within 24 hours from now.", status=422)
    wanted = _by_parts(wanted)
    for _ in range(ROUNDS):
        free = stock.available(wanted)
        for key, units in (stock.kept_by(channel, checkout) + stock.kept_too_long(wanted, now=now)).items():
            free[key] = free.get(key, 0) + units
        found = _where(wanted, where, free, now)
        if found is None:
            break
        keeps = [Keep(product, site, units) for (product, site), units in sorted(found.items())]
        try:
            with transaction.atomic():  # a try that fails lets its locks go: the next one begins with lower ones
                return _reserve(keeps, channel=channel, checkout=checkout, expires_at=expires_at, now=now)
        except _Taken:
            continue
    raise _out_of_stock(wanted, free)


def _by_parts(wanted: Mapping[int, int]) -> dict[int, int]:
    """Return the units of products that are stocked: kits stand as their parts."""
    kits = catalog.kits(wanted)
    found: dict[int, int] = {}
    for pk, units in wanted.items():
        for part, each in kits.get(pk, ((pk, 1),)):
            found[part] = found.get(part, 0) + units * each
    return found


class _Taken(Exception):
    """Others were quicker."""


def _reserve(keeps: list[Keep], *, channel: str, checkout: str, expires_at: datetime, now: datetime) -> int:
    reservation, _ = inventory.reserve(keeps, channel=channel, checkout=checkout, expires_at=expires_at, now=now)
    if reservation is None:
        raise _Taken
    return reservation


def _where(
    wanted: Mapping[int, int], where: Where | None, free: Mapping[tuple[int, int], int], now: datetime
) -> Mapping[tuple[int, int], int] | None:
    if where is None or where.latitude is None:
        return gather(wanted, free)
    products = catalog.by_id(wanted)
    lines = tuple(LineNeed(pk, pk, units, products[pk].storage_class) for pk, units in wanted.items())
    need = OrderNeed(0, where.latitude, where.longitude, lines, where.country)
    # A warehouse whose day is full takes the order tomorrow.
    sites = [replace(site, room_today=1) for site in candidate_sites(network.warehouses(), now=now)]
    (decision,) = decide([need], sites, free)
    if decision.missing:
        return None
    return {(share.product_id, share.warehouse_id): share.quantity for share in decision.shares}


def _out_of_stock(wanted: Mapping[int, int], free: Mapping[tuple[int, int], int]) -> Refusal:
    names = {pk: each.sku for pk, each in catalog.by_id(wanted).items()}
    lines = []
    for pk, units in wanted.items():
        there = sum(units for (product, _), units in free.items() if product == pk)
        lines.append({"sku": names[pk], "wanted": units, "available": there})
    lacking = [each for each in lines if each["available"] < each["wanted"]] or lines
    text = ", ".join(f"{each['sku']}: {each['wanted']} wanted, {each['available']} there" for each in lacking[:5])
    return Refusal(
        "OUT_OF_STOCK",
        f"Nothing is reserved: not all of it can be sent there. {text}. Ask for less, or ask /availability.",
        details={"lines": lacking},
    )
