"""Orders on carts without compiled loops: for a few orders, and until the loops are compiled. Shortest walks only.

Source: de Koster, van der Poort & Wolters, "Efficient orderbatching methods in warehouses" (1999): savings, and seeds.
"""

from collections.abc import Iterable
from itertools import combinations

from packhorse.algorithms.batching.problem import Batches, Job, Problem
from packhorse.algorithms.routing import Floor, shortest

FEW = 24  # orders up to which every pair of carts is walked; of more only the added way is guessed
Cart = tuple[int, ...]  # the places of its orders in `Problem.jobs`, in order


def by_hand(problem: Problem) -> Batches:
    """Return carts in a tenth of a second or two: by savings for a few orders, by seeds for more."""
    walks = _Walks(problem)
    carts = _by_savings(problem, walks) if len(problem.jobs) <= FEW else _by_seeds(problem)
    carts = sorted(tuple(sorted(cart)) for cart in carts)
    return Batches(tuple(carts), tuple(walks.length(cart) for cart in carts))


class _Walks:
    """The shortest walk of each cart that was asked for."""

    def __init__(self, problem: Problem) -> None:
        if problem.rule != "shortest":
            raise ValueError(f"walks by {problem.rule} are for the compiled loops only")
        self._floor, self._jobs = Floor.of(problem.layout), problem.jobs
        self._known: dict[Cart, int] = {}

    def length(self, cart: Cart) -> int:
        if cart not in self._known:
            # Two orders at one place stop there once.
            stops = {(stop.x_mm, stop.y_mm): stop for nth in cart for stop in self._jobs[nth].stops}
            self._known[cart] = shortest(self._floor, list(stops.values())).length_mm
        return self._known[cart]


def fits(problem: Problem, orders: Iterable[int]) -> bool:
    """Say whether one cart takes these orders."""
    jobs = [problem.jobs[nth] for nth in orders]
    if sum(job.size for job in jobs) > problem.capacity:
        return False
    return all(sum(job.more[nth] for job in jobs) <= room for nth, room in enumerate(problem.more))


def _by_savings(problem: Problem, walks: _Walks) -> list[Cart]:
    """Join the two carts that save most by it, again and again, as long as they save anything."""
    carts: list[Cart] = [(nth,) for nth in range(len(problem.jobs))]
    while True:
        best, pair = 0, None
        for one, other in combinations(carts, 2):
            both = tuple(sorted(one + other))
            if fits(problem, both):
                saved = walks.length(one) + walks.length(other) - walks.length(both)
                if saved > best:
                    best, pair = saved, (one, other, both)
        if pair is None:
            return carts
        carts = [cart for cart in carts if cart not in pair[:2]] + [pair[2]]


def _by_seeds(problem: Problem) -> list[Cart]:
    """Begin each cart with the order that goes farthest, and add what lengthens the way least while it fits."""
    ways = [_Reach(problem, job) for job in problem.jobs]
    left = sorted(range(len(problem.jobs)), key=lambda nth: (-ways[nth].far, nth))
    carts: list[Cart] = []
    while left:
        cart = [left.pop(0)]
        way = ways[cart[0]]
        while True:
            near = [(way.added(ways[nth]), nth) for nth in left if fits(problem, [*cart, nth])]
            if not near:
                break
            _, nth = min(near)
            cart.append(nth)
            left.remove(nth)
            way = way.with_other(ways[nth])
        carts.append(tuple(cart))
    return carts


class _Reach:
    """How far orders reach into each aisle: enough to guess how much longer a way becomes by another order."""

    def __init__(self, problem: Problem, job: Job | None = None) -> None:
        self._layout = problem.layout
        self._problem = problem
        self.aisles: dict[int, int] = {}
        for stop in job.stops if job else ():
            deep = abs(stop.y_mm - self._layout.front_y_mm)
            self.aisles[stop.x_mm] = max(deep, self.aisles.get(stop.x_mm, 0))

    @property
    def far(self) -> int:
        """About how long the way is."""
        return self._about(self.aisles)

    def added(self, other: "_Reach") -> int:
        """About how much longer the way becomes by another's."""
        return self._about(self._both(other)) - self.far

    def with_other(self, other: "_Reach") -> "_Reach":
        """Return the two together."""
        both = _Reach(self._problem)
        both.aisles = self._both(other)
        return both

    def _both(self, other: "_Reach") -> dict[int, int]:
        both = dict(self.aisles)
        for x, deep in other.aisles.items():
            both[x] = max(deep, both.get(x, 0))
        return both

    def _about(self, aisles: dict[int, int]) -> int:
        through = abs(self._layout.back_y_mm - self._layout.front_y_mm)
        ends = [*aisles, self._layout.depot_x_mm]
        return 2 * (max(ends) - min(ends)) + sum(min(2 * deep, max(through, deep)) for deep in aisles.values())
