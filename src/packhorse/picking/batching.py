"""Put orders on carts: by the compiled search where that is loaded, and by hand for few orders and until then."""

import threading
from collections.abc import Callable
from dataclasses import replace

import structlog

from packhorse.algorithms.batching import Batches, Problem
from packhorse.algorithms.batching.plain import FEW, by_hand

MS_AN_ORDER = 5  # of the search; 200 orders take a second
# Orders that are put on carts together, by loops and by hand: of more, those that lie together.
MOST, MOST_BY_HAND = 400, 100

log = structlog.get_logger(__name__)
_lock = threading.Lock()
_making: threading.Thread | None = None
_made = threading.Event()


def put_on_carts(problem: Problem) -> Batches:
    """Return carts with short walks. The search ends by the clock: two runs may differ a little."""
    if not _ready(len(problem.jobs)):
        return _in_portions(problem, by_hand, MOST_BY_HAND)
    from packhorse.algorithms.batching.solve import batch

    return _in_portions(problem, lambda each: batch(each, budget_ms=MS_AN_ORDER * len(each.jobs)), MOST)


def guess_carts(problem: Problem) -> Batches:
    """Return carts at once, to say about how long a wave takes: by savings, or by hand until that is compiled."""
    if not _ready(len(problem.jobs)):
        return _in_portions(problem, by_hand, MOST_BY_HAND)
    from packhorse.algorithms.batching.solve import by_savings

    return _in_portions(problem, by_savings, MOST)


def _in_portions(problem: Problem, solve: Callable[[Problem], Batches], most: int) -> Batches:
    """Solve a large problem in portions of orders whose first aisles lie together: time grows with their square."""
    jobs = problem.jobs
    turn = sorted(range(len(jobs)), key=lambda nth: (min(stop.x_mm for stop in jobs[nth].stops), nth))
    carts: list[tuple[int, ...]] = []
    lengths: list[int] = []
    for start in range(0, len(turn), most):
        mine = turn[start : start + most] if len(turn) > most else range(len(jobs))
        found = solve(replace(problem, jobs=[jobs[nth] for nth in mine]))
        carts += [tuple(sorted(mine[nth] for nth in cart)) for cart in found.carts]
        lengths += found.lengths_mm
    return Batches(tuple(carts), tuple(lengths))


def _ready(orders: int) -> bool:
    """Say whether the compiled loops are there for so many orders; if not, many have them made beside.

    The first time on a machine this takes half a minute of one processor; then they are loaded in a second or two.
    """
    global _making
    if orders <= FEW:
        return _made.is_set()
    with _lock:
        if _making is None:
            _making = threading.Thread(target=_warm, name="compile", daemon=True)
            _making.start()
    return _made.is_set()


def _warm() -> None:
    """Make or load them, and say so. What goes wrong leaves orders to be put on carts by hand."""
    from packhorse.algorithms.batching.warm import warm_up  # takes a second even if all is there

    try:
        warm_up()
    except Exception as error:
        log.warning("picking.not_compiled", error=type(error).__name__)
        return
    _made.set()
