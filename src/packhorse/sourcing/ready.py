"""Whether the compiled loops can be used by now: they are made when first there is work for them, and nobody waits."""

import threading

import structlog

MANY = 40  # orders from which on they are worth being made or loaded
SOME = 2  # orders from which on they are used when they are there

log = structlog.get_logger(__name__)
_lock = threading.Lock()
_making: threading.Thread | None = None
_made = threading.Event()


def ready(orders: int) -> bool:
    """Say whether the compiled loops are made for so many orders; if not, many have them made beside.

    The first time on a machine this takes a minute of one processor; then they are loaded in two seconds.
    """
    global _making
    if orders < MANY:
        return orders >= SOME and _made.is_set()
    with _lock:
        if _making is None:
            _making = threading.Thread(target=warm, name="compile", daemon=True)
            _making.start()
    return _made.is_set()


def warm() -> None:
    """Make or load them, and say so. What goes wrong leaves orders to be served one after another."""
    from packhorse.algorithms.sourcing.warm import warm_up  # takes a second even if all is there

    try:
        warm_up()
    except Exception as error:
        log.warning("sourcing.not_compiled", error=type(error).__name__)
        return
    _made.set()
