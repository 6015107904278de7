"""Some customers send goods back: returns in every state, a surplus item, a claim and an exchange's wish."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from packhorse.catalog import queries as catalog
from packhorse.network import queries as network
from packhorse.outbox.relay import drain
from packhorse.placing import queries as placing
from packhorse.returns import operations, queries
from packhorse.returns.rules import Wanted

ACTOR = "autopilot"
SCANS = UUID("6f1c1c5e-3f0a-4c43-9d2e-0c8a3a1f6f00")
# How far each return comes, why, what is wished, and what its units are found to be.
PLAYED = (
    ("requested", "other", "refund", ""),
    ("approved", "wrong_size", "exchange", ""),
    ("approved", "changed_mind", "refund", ""),
    ("received", "not_as_described", "refund", ""),
    ("inspected", "wrong_size", "exchange", "restock"),
    ("inspected", "damaged", "refund", "scrap"),
    ("requested", "not_arrived", "claim", ""),
    ("closed", "changed_mind", "refund", "restock"),
    ("closed", "defective", "refund", "refurbish"),
    ("declined", "other", "refund", ""),
)
WORDS = {"other": "The colour does not go with my kitchen.", "damaged": "The box was fine, the goods were not."}


def send_back(*, now: datetime) -> int:
    """Play some returns of the newest delivered orders; return how many. Needs a warehouse to take them back in."""
    sites = {each.code: each.id for each in network.warehouses()}
    site = min(sites.values())  # the warehouse that takes goods back
    later, played = now + timedelta(days=2), 0
    found = placing.orders(state="delivered", limit=len(PLAYED)).rows
    for nth, (order, plan) in enumerate(zip(found, PLAYED, strict=False)):
        goods = [row for row in queries.returnable(order.id, now=later) if row.left]
        products = catalog.by_id(row.product_id for row in goods)
        plain = [pk for pk, each in products.items() if not (each.tracks_lots or each.tracks_serials)]
        goods = [row for row in goods if row.product_id in plain]
        if goods:
            _play(order.id, goods[0].line_id, goods[0].product_id, plan, nth=nth, site=site, now=later)
            played += 1
    drain(now=later)
    return played


def _play(
    order_id: int, line_id: int, product_id: int, plan: tuple[str, str, str, str], *, nth: int, site: int, now: datetime
) -> None:
    until, reason, wish, disposition = plan
    who = {"now": now, "actor": ACTOR}
    return_id = operations.request_return(
        order_id=order_id,
        lines=[Wanted(line_id, 1, reason)],
        wish=wish,
        words=WORDS.get(reason, ""),
        goodwill=True,
        **who,
    )
    if until == "declined":
        operations.decline(return_id=return_id, note="Used for weeks.", **who)
    if until in ("requested", "approved", "declined"):
        return
    sku = catalog.by_id([product_id])[product_id].sku
    surplus = until == "received"
    operations.receive(
        return_id=return_id,
        warehouse_id=site,
        code=sku,
        units=2 if surplus else 1,
        scan_id=uuid5(SCANS, f"came {nth}"),
        **who,
    )
    if surplus:
        return
    (item,) = queries.items(return_id)
    operations.inspect(item_id=item.id, disposition=disposition, units=1, key=uuid5(SCANS, f"seen {nth}"), **who)
    if until == "closed":
        operations.mark_refunded(return_id=return_id, reference=f"PSP-{nth}", **who)
