"""When what a warehouse is given now really leaves: at the first cut-off with room behind all that goes before it.

The one place where that is reckoned: for the choice of a warehouse, for what is promised, and for what is shown.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from packhorse import sql
from packhorse.network.queries import WarehouseRow
from packhorse.network.rules import room_on

DAYS = 10  # of work, that are looked at for room
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
        self.load.setdefault(site.id, Counter())[leaves] += 1
        return leaves

    def join_many(self, site: WarehouseRow, orders: int) -> None:
        """Let so many more leave, as `join` does one by one; none later than on the days that are looked at."""
        planned = site.leaves(self.now)
        load, ahead, seen = self.load.setdefault(site.id, Counter()), self.ahead[site.id], 0
        for leaves in self._days(site):
            ahead += load[leaves]
            if leaves >= planned:
                more = min(orders, max(0, site.capacity_per_day - ahead))
                load[leaves] += more
                ahead, orders, seen = ahead + more, orders - more, seen + 1
                if not orders or seen == DAYS:
                    break
            ahead = max(0, ahead - site.capacity_per_day)

    def days(self, site: WarehouseRow) -> list[tuple[date, int]]:
        """Return the warehouse's next days with room, of `DAYS` days of work, and for how many fulfillment orders.

        There is none in a closing, and none after one whose end nobody knows.
        """
        planned = site.leaves(self.now)
        load, ahead = self.load.get(site.id, {}), self.ahead[site.id]
        found, seen = [], 0
        for leaves in self._days(site):
            day = site.day(leaves)
            if site.closed_for_good(day):
                break
            ahead += load.get(leaves, 0)
            if leaves >= planned:
                if ahead < site.capacity_per_day:
                    found.append((day, site.capacity_per_day - ahead))
                if (seen := seen + 1) == DAYS:
                    break
            ahead = max(0, ahead - site.capacity_per_day)
        return found

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
    """Return the queues of warehouses: all of it, or what goes `before` a place (cut-off, id) in it.

    `without` what these orders have on no pick list: it is to be seen where that would go.
    """
    values = {
        "warehouses": sorted(set(warehouse_ids)),
        "now": now,
        "ship_by": before[0],
        "id": before[1],
        "without": sorted(set(without)),
    }
    found = Queue(now)
    for site, cutoff, count in sql.rows("sourcing", "ahead", values):
        if cutoff is None:
            found.ahead[site] += count
        else:
            found.load.setdefault(site, Counter())[cutoff] += count
    return found
