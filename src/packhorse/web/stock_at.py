"""What there is of a product now, or what there was at any moment: asked by command, API and page in one way."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.inventory import queries as stock
from packhorse.network import queries as network

SMALLEST = timedelta(microseconds=1)


@dataclass(frozen=True)
class StockRow:
    """Units of a product in a warehouse. Of the past, only what is on hand and blocked is known."""

    warehouse: str
    on_hand: int
    blocked: int
    allocated: int | None = None
    reserved: int | None = None
    safety: int | None = None
    available: int | None = None


def moment(text: str, *, now: datetime) -> datetime:
    """Return the moment that a text names: a time (UTC, or with an offset), or the end of a day (UTC).

    Refuses what is neither, and what is still to come.
    """
    try:
        if len(text.strip()) == len("2024-05-15"):
            at = datetime.combine(date.fromisoformat(text.strip()) + timedelta(days=1), time(), UTC) - SMALLEST
            return _past(min(at, now) if at.date() == now.astimezone(UTC).date() else at, now)
        at = datetime.fromisoformat(text.strip())
        return _past((at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC), now)
    except (ValueError, OverflowError):
        raise Refusal(
            "NOT_A_TIME",
            f"{text[:40]!r} is no time: write 2024-05-15 (its end), 2024-05-15T14:30 (UTC) or 2024-05-15T14:30+02:00.",
            status=422,
        ) from None


def _past(at: datetime, now: datetime) -> datetime:
    if at > now:
        raise Refusal("TIME_TO_COME", f"{at:%Y-%m-%d %H:%M} is still to come: ask for a time before now.", status=422)
    return at


def stock_of(*, sku: str, at: datetime | None = None, warehouse: str = "") -> list[StockRow]:
    """Return what there is of a product in each warehouse, or what there was at a moment (changes at it included).

    Refuses a product or a warehouse that does not exist.
    """
    product = catalog.by_sku(sku)
    if product is None:
        raise missing("product", sku[:64])
    codes = {site.id: site.code for site in network.warehouses()}
    if warehouse and warehouse not in codes.values():
        raise missing("warehouse", warehouse[:20])
    if at is None:
        rows = [
            StockRow(
                codes[row.warehouse_id],
                row.on_hand,
                row.blocked,
                row.allocated,
                row.reserved,
                row.safety,
                row.available,
            )
            for row in stock.levels([product.id], now=timezone.now())
        ]
    else:
        rows = [StockRow(codes[site], *units) for site, units in stock.at_time(product.id, at).items()]
    return sorted((row for row in rows if warehouse in ("", row.warehouse)), key=lambda row: row.warehouse)
