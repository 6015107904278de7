"""Reserve goods for a checkout, where an order of them would be served from."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory.rules import Keep
from packhorse.network import queries as network
from packhorse.sourcing.gathered import gather
from packhorse.sourcing.queries import Where, line_need, scene, value_of
from packhorse.sourcing.rules import OrderNeed
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.together import decide

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
    around = scene(network.warehouses(), now=now, product_ids=wanted)
    products = catalog.by_id(wanted)
    cart = inventory.lock_for_checkout(wanted, channel=channel, checkout=checkout, now=now)
    found = _where(wanted, where, cart.free, around, products, channel)
    if found is None:
        raise _out_of_stock(wanted, cart.free, products)
    keeps = [Keep(product, site, units) for (product, site), units in sorted(found.items())]
    reservation = inventory.keep(checkout=cart, keeps=keeps, expires_at=expires_at, now=now)
    if reservation is None:  # an empty wish
        raise _out_of_stock(wanted, cart.free, products)
    return reservation


def _by_parts(wanted: Mapping[int, int]) -> dict[int, int]:
    """Return the units of products that are stocked: kits stand as their parts."""
    kits = catalog.kits(wanted)
    found: dict[int, int] = {}
    for pk, units in wanted.items():
        for part, each in kits.get(pk, ((pk, 1),)):
            found[part] = found.get(part, 0) + units * each
    return found


def _where(
    wanted: Mapping[int, int],
    where: Where | None,
    free: Mapping[tuple[int, int], int],
    around: Scene,
    products: Mapping[int, ProductRow],
    channel: str,
) -> Mapping[tuple[int, int], int] | None:
    if where is None or where.latitude is None:
        return gather(wanted, free)
    lines = tuple(line_need(pk, products[pk], units) for pk, units in wanted.items())
    value = value_of(products, wanted, channel)
    place = where.latitude, where.longitude
    need = OrderNeed(0, *place, lines, where.country, channel=channel, value_minor=value)
    (decision,) = decide([need], around, free)
    if decision.missing:
        return None
    return {(share.product_id, share.warehouse_id): share.quantity for share in decision.shares}


def _out_of_stock(
    wanted: Mapping[int, int], free: Mapping[tuple[int, int], int], products: Mapping[int, ProductRow]
) -> Refusal:
    lines = []
    for pk, units in wanted.items():
        there = sum(units for (product, _), units in free.items() if product == pk)
        lines.append({"sku": products[pk].sku, "wanted": units, "available": there})
    lacking = [each for each in lines if each["available"] < each["wanted"]] or lines
    text = ", ".join(f"{each['sku']}: {each['wanted']} wanted, {each['available']} there" for each in lacking[:5])
    return Refusal(
        "OUT_OF_STOCK",
        f"Nothing is reserved: not all of it can be sent there. {text}. Ask for less, or ask /availability.",
        details={"lines": lacking},
    )
