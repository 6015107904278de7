"""Put orders on carts: by the compiled search where that is loaded, and by hand for few orders and until then."""

import threading

import structlog

from packhorse.algorithms.batching import Batches, Problem
from packhorse.algorithms.batching.plain import FEW, by_hand

MS_AN_ORDER = 5  # of the search; 200 orders take a second
MOST_MS = 2000

log = structlog.get_logger(__name__)
_lock = threading.Lock()
_making: threading.Thread | None = None
_made = threading.Event()


def put_on_carts(problem: Problem) -> Batches:
    """Return carts with short walks. The search ends by the clock: two runs may differ a little."""
    if not _ready(len(problem.jobs)):
        return by_hand(problem)
    from packhorse.algorithms.batching.solve import batch

    return batch(problem, budget_ms=min(MOST_MS, MS_AN_ORDER * len(problem.jobs)))


def guess_carts(problem: Problem) -> Batches:
    """Return carts at once, to say about how long a wave takes: by savings, or by hand until that is compiled."""
    if not _ready(len(problem.jobs)):
        return by_hand(problem)
    from packhorse.algorithms.batching.solve import by_savings

    return by_savings(problem)


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
