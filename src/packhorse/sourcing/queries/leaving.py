"""When what a warehouse is given now really leaves: at the first cut-off with room behind all that goes before it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from packhorse import sql
from packhorse.network.queries import WarehouseRow
from packhorse.network.rules import room_on

LAST = datetime.max.replace(tzinfo=UTC), 2**62  # the end of every queue


@dataclass
class Queue:
    """What goes before a new fulfillment order: by cut-off, and what should have left already."""

    now: datetime
    load: dict[int, Counter[datetime]] = field(default_factory=dict)
    ahead: Counter[int] = field(default_factory=Counter)
    _planned: dict[int, datetime] = field(default_factory=dict)
    _cutoffs: dict[int, tuple[list[datetime], Iterator[datetime]]] = field(default_factory=dict)

    def join(self, site: WarehouseRow) -> datetime:
        """Return the cut-off (UTC) at which one more leaves, which takes its place in the queue."""
        if site.id not in self._planned:
            self._planned[site.id] = site.leaves(self.now)
        planned = self._planned[site.id]
        leaves = self.leaves(site, planned)
        self.load.setdefault(site.id, Counter())[planned] += 1
        return leaves

    def leaves(self, site: WarehouseRow, planned: datetime) -> datetime:
        """Return the cut-off (UTC) at which one leaves that is planned for a cut-off, or should have left then."""
        return room_on(
            self._days(site),
            earliest=planned,
            load=self.load.get(site.id, {}),
            ahead=self.ahead[site.id],
            capacity=site.capacity_per_day,
        )

    def _days(self, site: WarehouseRow) -> Iterator[datetime]:
        """Yield the site's cut-offs; of those of a whole batch each is worked out once."""
        if site.id not in self._cutoffs:
            self._cutoffs[site.id] = [], site.cutoffs(self.now)
        known, more = self._cutoffs[site.id]
        yield from known
        for each in more:
            known.append(each)
            yield each


def queue_of(
    warehouse_ids: Iterable[int],
    *,
    now: datetime,
    before: tuple[datetime, int] = LAST,
    without: Collection[int] = (),
) -> Queue:
    """Return the queues of warehouses: all of it, or what goes `before` a place (planned cut-off, id) in it.

    `without` fulfillment orders (ids) that are asked about themselves.
    """
    values = {"warehouses": sorted(set(warehouse_ids)), "now": now, "ship_by": before[0], "id": before[1]}
    values["without"] = sorted(without)
    found = Queue(now)
    for site, cutoff, count in sql.rows("sourcing", "ahead", values):
        if cutoff is None:
            found.ahead[site] += count
        else:
            found.load.setdefault(site, Counter())[cutoff] += count
    return found
