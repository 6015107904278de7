"""Which waiting orders go out in which wave, so that nothing misses its cut-off that need not, and walking is least.

Orders go by cut-off. A wave takes what is due next; what is left of its room is filled with orders due later that lie
where it goes anyway, as long as nothing between has to wait for them beyond its own cut-off.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush, heapreplace

from packhorse.algorithms.batching import Batches, Problem
from packhorse.algorithms.batching.plain import by_hand
from packhorse.algorithms.routing import Floor, s_shape
from packhorse.picking.rules.carts import stops_at
from packhorse.picking.rules.kinds import Visit, parts_of
from packhorse.picking.rules.loads import groups, problem_of
from packhorse.picking.rules.setup import Setup

SAMPLE = 60  # orders that are put on carts to learn how much of their walks carts save
Batcher = Callable[[Problem], Batches]


@dataclass(frozen=True)
class Waiting:
    """A fulfillment order that waits: its cut-off, and the bins it would be picked from."""

    fulfillment_id: int
    due: datetime
    visits: tuple[Visit, ...]


@dataclass(frozen=True)
class PlannedWave:
    """Fulfillment orders, first due first; when all would be ready for the carrier, and which of them would be late."""

    fulfillment_ids: tuple[int, ...]
    due: datetime
    ready: datetime
    late: frozenset[int]


@dataclass(frozen=True)
class Job:
    """An order as work: when it must be picked (s from now), how long it takes, and where: aisles and places."""

    order: Waiting
    due_s: int
    seconds: int
    aisles: frozenset[int]
    places: frozenset[tuple[int, int]]

    @property
    def turn(self) -> tuple[int, datetime, int]:
        """What sorts by cut-off."""
        return self.due_s, self.order.due, self.order.fulfillment_id


def plan(
    waiting: Sequence[Waiting],
    *,
    setup: Setup,
    floor: Floor,
    now: datetime,
    busy: Sequence[int] = (),
    batcher: Batcher = by_hand,
) -> list[PlannedWave]:
    """Return waves for all that waits, first to be released first; the same for the same input in whatever order.

    `busy`: seconds of the lists that are on the floor already. When time is short, waves are filled in the order of
    cut-offs only, or not at all: nothing is late that would not be if each cut-off had waves of its own, and nothing
    late stands behind what is due later.
    """
    jobs = _jobs(waiting, setup, floor, now, batcher)
    dues = {each.fulfillment_id: each.due for each in waiting}
    found = {}
    for filling in ("nearest", "in turn", "none"):
        waves = _waves(jobs, setup, busy, filling)
        found[filling] = _predicted(waves, setup, floor, now, busy, batcher)
        if not _late(found[filling]):
            return found[filling]
    must = _late(found["none"])
    for filling in ("nearest", "in turn"):
        if _late(found[filling]) <= must and not _overtaken(found[filling], dues):
            return found[filling]
    return found["none"]


def _late(waves: Sequence[PlannedWave]) -> frozenset[int]:
    return frozenset(each for wave in waves for each in wave.late)


def predict(
    waves: Sequence[Sequence[Waiting]],
    *,
    setup: Setup,
    floor: Floor,
    now: datetime,
    busy: Sequence[int] = (),
    batcher: Batcher = by_hand,
) -> list[PlannedWave]:
    """Say of waves as they are when they would be ready and what would be late, one worked off after the other."""
    return _predicted(waves, setup, floor, now, busy, batcher)


def seconds_each(
    waiting: Sequence[Waiting], *, setup: Setup, floor: Floor, now: datetime, batcher: Batcher = by_hand
) -> dict[int, int]:
    """Return {fulfillment id: seconds it takes to pick}, with its share of a walk on carts as they would be."""
    return {job.order.fulfillment_id: job.seconds for job in _jobs(waiting, setup, floor, now, batcher)}


def _jobs(waiting: Sequence[Waiting], setup: Setup, floor: Floor, now: datetime, batcher: Batcher) -> list[Job]:
    ordered = sorted(waiting, key=lambda each: (each.due, each.fulfillment_id))
    alone = {each.fulfillment_id: _alone_mm(each.visits, floor) for each in ordered}
    sample = ordered[:SAMPLE]
    together = sum(mm for _, mm, _ in _lists(sample, setup, floor, batcher))
    apart = max(1, sum(alone[each.fulfillment_id] for each in sample))
    jobs = []
    for each in ordered:
        walk_mm = alone[each.fulfillment_id] * together // apart
        seconds = len(each.visits) * setup.pick_seconds + walk_mm // setup.walk_mm_s
        due_s = int((each.due - now).total_seconds()) - 60 * setup.after_minutes
        places = frozenset((visit.x_mm, visit.y_mm) for visit in each.visits)
        jobs.append(Job(each, due_s, max(1, seconds), frozenset(x for x, _ in places), places))
    return jobs


def _alone_mm(visits: Iterable[Visit], floor: Floor) -> int:
    return s_shape(floor, stops_at((visit.bin_id, visit.x_mm, visit.y_mm) for visit in visits)).length_mm


def _waves(jobs: Sequence[Job], setup: Setup, busy: Sequence[int], filling: str) -> list[list[Waiting]]:
    room, left, done = 60 * setup.wave_minutes * setup.pickers, sorted(jobs, key=lambda job: job.turn), sum(busy)
    waves = []
    while left:
        wave = _due_next(left, room)
        taken = {job.order.fulfillment_id for job in wave}
        left = [job for job in left if job.order.fulfillment_id not in taken]
        used = sum(job.seconds for job in wave)
        if filling != "none" and left and left[0].order.due > wave[0].order.due:
            more = _later(wave, left, room - used, _Spare(wave + left, done, setup), filling)
            taken = {job.order.fulfillment_id for job in more}
            left = [job for job in left if job.order.fulfillment_id not in taken]
            wave += more
        done += sum(job.seconds for job in wave)
        waves.append([job.order for job in sorted(wave, key=lambda job: job.turn)])
    return waves


def _due_next(left: Sequence[Job], room: int) -> list[Job]:
    """Return what is due at the next cut-off; if it is more than a wave's room, what lies together, from the first."""
    due = [job for job in left if job.order.due == left[0].order.due]
    if sum(job.seconds for job in due) <= room:
        return due
    return _grown([due[0]], due[1:], room - due[0].seconds, lambda job: True)


def _later(wave: Sequence[Job], later: Sequence[Job], room: int, spare: "_Spare", filling: str) -> list[Job]:
    """Return of what is due later what adds least walking, or simply what is due first."""
    if filling == "nearest":
        return _grown(list(wave), later, room, spare.allows)[len(wave) :]
    taken = []
    for job in later:
        if job.seconds > room or not spare.allows(job):
            break
        taken.append(job)
        room -= job.seconds
    return taken


class _Spare:
    """How many seconds of everybody are left over, by cut-off, when all that is due until then is picked first."""

    def __init__(self, jobs: Sequence[Job], done: int, setup: Setup) -> None:
        work: dict[int, int] = {}
        for job in jobs:
            work[job.due_s] = work.get(job.due_s, 0) + job.seconds
        self._dues, self._spare = sorted(work), []
        total = done
        for due_s in self._dues:
            total += work[due_s]
            self._spare.append(due_s * setup.pickers - total)

    def allows(self, job: Job) -> bool:
        """Say whether this may go before all that is due earlier; if so, take its seconds off their spare time."""
        before = bisect_left(self._dues, job.due_s)
        if any(left < job.seconds for left in self._spare[:before]):
            return False
        self._spare[:before] = [left - job.seconds for left in self._spare[:before]]
        return True


def _grown(wave: list[Job], pool: Sequence[Job], room: int, allows: Callable[[Job], bool]) -> list[Job]:
    """Add from the pool what goes to the fewest new aisles, then places, as long as there is room.

    What is too long for the room, or not allowed, will be so later, too: both only shrink.
    """
    new = [(len(job.aisles), len(job.places)) for job in pool]  # aisles and places of each that the wave does not reach
    where: dict[object, list[int]] = defaultdict(list)
    for nth, job in enumerate(pool):
        for spot in (*job.aisles, *job.places):
            where[spot].append(nth)
    heap: list[tuple[int, int, tuple[int, datetime, int], int]] = []

    def reach(job: Job) -> None:
        """The wave goes to where this one lies: whatever else lies there is nearer now."""
        for spot in (*job.aisles, *job.places):
            for nth in where.pop(spot, ()):
                aisles, places = new[nth]
                new[nth] = (aisles - 1, places) if spot in job.aisles else (aisles, places - 1)
                heappush(heap, (*new[nth], pool[nth].turn, nth))

    heap += [(*new[nth], job.turn, nth) for nth, job in enumerate(pool)]
    heapify(heap)
    for job in wave:
        reach(job)
    done: set[int] = set()
    while heap:
        aisles, places, _, nth = heappop(heap)
        if nth in done or (aisles, places) != new[nth]:
            continue
        done.add(nth)
        job = pool[nth]
        if job.seconds <= room and allows(job):
            wave.append(job)
            room -= job.seconds
            reach(job)
    return wave


def _predicted(
    waves: Sequence[Sequence[Waiting]],
    setup: Setup,
    floor: Floor,
    now: datetime,
    busy: Sequence[int],
    batcher: Batcher,
) -> list[PlannedWave]:
    """Hand the lists out one after another to whoever is free first; after the walk comes all up to the carrier."""
    free = [0] * setup.pickers
    heapify(free)
    for seconds in busy:
        heapreplace(free, free[0] + seconds)
    after = timedelta(minutes=setup.after_minutes)
    found = []
    for wave in waves:
        ready: dict[int, datetime] = {}
        due = {each.fulfillment_id: each.due for each in wave}
        lists = [
            (min(due[each] for each in orders), min(orders), mm, tasks, orders)
            for orders, mm, tasks in _lists(wave, setup, floor, batcher)
        ]
        for _, _, mm, tasks, orders in sorted(lists):
            end = free[0] + seconds_of(mm, tasks, setup)
            heapreplace(free, end)
            for each in orders:
                ready[each] = max(now + timedelta(seconds=end) + after, ready.get(each, now))
        late = frozenset(each for each, at in ready.items() if at > due[each])
        ids = tuple(each.fulfillment_id for each in sorted(wave, key=lambda each: (each.due, each.fulfillment_id)))
        found.append(PlannedWave(ids, min(due.values()), max(ready.values()), late))
    return found


def seconds_of(walk_mm: int, tasks: int, setup: Setup) -> int:
    """Return how long a list takes."""
    return walk_mm // setup.walk_mm_s + tasks * setup.pick_seconds


def _lists(
    wave: Sequence[Waiting], setup: Setup, floor: Floor, batcher: Batcher
) -> list[tuple[tuple[int, ...], int, int]]:
    """Return (fulfillment ids, mm, tasks) of the lists that orders would make."""
    visits = [visit for each in wave for visit in each.visits]
    found = []
    for kind, _, parts in groups(parts_of(visits, setup), setup.cart):
        batches = batcher(problem_of(kind, parts, setup.cart, floor))
        for cart, mm in zip(batches.carts, batches.lengths_mm, strict=True):
            orders = tuple(sorted({parts[nth].fulfillment_id for nth in cart}))
            found.append((orders, mm, sum(len(parts[nth].visits) for nth in cart)))
    return found


def _overtaken(waves: Sequence[PlannedWave], dues: Mapping[int, datetime]) -> bool:
    """Say whether anything late stands in a wave behind one with something due later."""
    latest = datetime.min.replace(tzinfo=UTC)
    for wave in waves:
        if any(dues[each] < latest for each in wave.late):
            return True
        latest = max([latest, *(dues[each] for each in wave.fulfillment_ids)])
    return False
