"""Read how promises were kept, from the figures of days; parcels are read only for the list of the late ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from packhorse import sql
from packhorse.shipping.models import KeptFigure, Shipment
from packhorse.shipping.rules import PLACE, SAID_STEP

# What a row is put together by: the bits of those columns that are not its own.
_BY: Mapping[int, str] = {15: "week", 23: "warehouse", 27: "service", 29: "channel", 30: "said", 31: "all"}


@dataclass(frozen=True)
class KeptRow:
    """How deliveries kept their promise. `key`: the week's Monday, an id, a channel, or the least chance (permille).

    `chances` is the sum of the chances that were said, in permille, of those `told` one. What was promised no day is
    only `delivered`.
    """

    key: date | int | str | None
    delivered: int
    early: int
    on_time: int
    late: int
    days_late: int
    chances: int
    told: int

    @property
    def promised(self) -> int:
        """Deliveries for which a day was promised."""
        return self.early + self.on_time + self.late

    @property
    def kept(self) -> int | None:
        """The share of promises that were kept, in permille."""
        return (self.early + self.on_time) * 1000 // self.promised if self.promised else None

    @property
    def said(self) -> int | None:
        """The chance that was said, on average, in permille."""
        return self.chances // self.told if self.told else None


@dataclass(frozen=True)
class LateRow:
    """A parcel that came after the day its customer was told."""

    id: int
    order_id: int
    warehouse_id: int
    carrier: str
    service: str
    tracking_number: str
    first_promised_on: date
    delivered_at: datetime
    days_late: int
    chance: int | None

    @property
    def place(self) -> str:
        """Its place in the list; see `rules.place_in_list`."""
        return f"{self.delivered_at.astimezone(UTC):{PLACE}}_{self.id}"


def kept(
    since: date,
    until: date,
    *,
    warehouse_id: int | None = None,
    service_id: int | None = None,
    channel: str | None = None,
) -> dict[str, list[KeptRow]]:
    """Return how promises were kept of what was delivered from `since` to `until`, by each of `_BY`.

    Weeks come newest first; `said` holds the chances that were said in steps, those without one left out.
    """
    values = {"since": since, "until": until, "warehouse": warehouse_id, "service": service_id, "channel": channel}
    found: dict[str, list[KeptRow]] = {name: [] for name in _BY.values()}
    for *keys, bits, delivered, early, on_time, late, days_late, chances, told in sql.rows("shipping", "kept", values):
        name = _BY[bits]
        key = dict(zip(("week", "warehouse", "service", "channel", "said"), keys, strict=True)).get(name)
        if delivered is not None and not (name == "said" and key is None):
            key = key * SAID_STEP if name == "said" else key
            found[name].append(KeptRow(key, delivered, early, on_time, late, days_late, chances, told))
    return found


_NAMES = {"carrier": "carrier__name", "service": "service__name"}
_LATE = tuple(_NAMES.get(name, name) for name in LateRow.__dataclass_fields__)


def late(*, before: tuple[datetime, int] | None = None, limit: int) -> list[LateRow]:
    """Return parcels that came late, the last delivered first; `before` (delivered at, id): those further back."""
    found = Shipment.objects.filter(days_late__gt=0).order_by("-delivered_at", "-id")
    if before:
        at, pk = before
        found = found.filter(delivered_at__lte=at).exclude(delivered_at=at, id__gte=pk)
    return [LateRow(*row) for row in found.values_list(*_LATE)[:limit]]


def last_day() -> date | None:
    """Return the last day on which anything was delivered."""
    return KeptFigure.objects.order_by("-day").values_list("day", flat=True).first()
