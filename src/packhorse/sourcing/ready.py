"""Whether the compiled loops can be used by now: they are made beside the worker, and nobody waits for them."""

import threading

_READY = threading.Event()


def ready() -> bool:
    """Say whether they are made."""
    return _READY.is_set()


def make_ready() -> None:
    """Make or load them in the background; the first time on a machine this takes a minute of one processor."""
    threading.Thread(target=warm, name="compile", daemon=True).start()


def warm() -> None:
    """Make or load them, and say so."""
    from packhorse.algorithms.sourcing.warm import warm_up  # takes a second even if all is there

    warm_up()
    _READY.set()
