"""What the office writes on or off by itself: no more than a count could book without a manager."""

from typing import Any

from packhorse import money
from packhorse.catalog.queries import ProductRow
from packhorse.counting import queries as counting
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.web.access import may


def most_worth(user: Any) -> dict[int, int] | None:
    """Return {warehouse id: worth in minor units} up to which this person changes stock; None for a manager."""
    if may(user, "company"):
        return None
    return {site.id: counting.plan(site.id).tolerance_minor for site in network.warehouses()}


def check(user: Any, product: ProductRow, units: int, *, warehouse_id: int) -> None:
    """Refuse so many units more or fewer where they are worth more than this person may write on or off."""
    most = most_worth(user)
    worth = units * product.price_minor
    if most is None or worth <= most[warehouse_id]:
        return
    said = (
        f"{units} units are worth {money.written(worth, product.currency)} {product.currency}, and without a manager "
    )
    said += (
        f"no more than {money.written(most[warehouse_id], product.currency)} is written on or off here: have the bin "
    )
    said += "counted, or ask a manager. Counts, Plan sets how much."
    raise Refusal("MANAGER_WANTED", said, status=403)
