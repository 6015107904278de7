"""Work that makes many objects and no cycles, without the collector that would walk over all of them each time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Stop the collector as long as this goes on; what is left over it finds afterwards."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
