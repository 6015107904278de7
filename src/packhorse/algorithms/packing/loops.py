"""The loops of this package as they stand, and compiled: the same text, so the same answer.

A small order is packed by the loops as they stand: no page waits for a compiler. Compiled ones are used as soon as they
are there; `warm_up` has them made, or read from the cache, which takes some seconds at first.
"""

import threading
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any

from packhorse.algorithms.packing import choosing, growing, states

PLAIN = SimpleNamespace(fill=growing.fill, branch=growing.branch, sequence=list, zeros=lambda count: [0] * count)
MANY = 200_000  # looks at a block: about half a second
# A call hands over every array of a case: what is called for every block is written out where it is called.
INLINED = {"note", "touching", "allowed", "nearest", "around"}
_lock = threading.Lock()
_declared: list[SimpleNamespace] = []
_made: list[SimpleNamespace] = []
_making: list[threading.Thread] = []
_done = [0]


def loops() -> SimpleNamespace:
    """Return the compiled loops if they are there, else those as they stand."""
    return _made[0] if _made else PLAIN


def worked(steps: int) -> None:
    """Count what was done by the loops as they stand; after `MANY` steps have the others made beside the work."""
    _done[0] += steps
    if _done[0] > MANY:
        get_ready()


def get_ready() -> None:
    """Have the compiled loops made beside the work, if that was not begun yet."""
    if not _made and not _making:
        _making.append(threading.Thread(target=warm_up, name="compile packing", daemon=True))
        _making[0].start()


def warm_up() -> None:
    """Have the loops compiled, or read from the cache, by filling a small carton; it takes some seconds at first."""
    from packhorse.algorithms.packing.goods import Carton, Item
    from packhorse.algorithms.packing.one import fill

    made = compiled()
    items = [Item(n, 40 + n, 30 + n, 20 + n, 10, 4, bears_g=40 if n else None) for n in range(3)]
    fill(items, Carton("X", (70, 60, 80), 0, 1000, 0), 700, 20_000, None, 50, how=made)
    _made.append(made)


def compiled() -> SimpleNamespace:
    """Return the loops that are compiled when they are first called."""
    with _lock:
        if not _declared:
            _declared.append(_compile())
    return _declared[0]


def _compile() -> SimpleNamespace:
    import numpy as np

    from packhorse.algorithms.compiling import compiler

    make, inline = compiler(Path(__file__).parent), compiler(Path(__file__).parent, inline="always")
    names: dict[str, Any] = {}
    for module in (states, choosing, growing):
        names.update(vars(module))
    for module in (states, choosing, growing):
        for name, loop in vars(module).items():
            if isinstance(loop, FunctionType) and loop.__module__ == module.__name__:
                twin = FunctionType(loop.__code__, names, name, loop.__defaults__)
                twin.__module__, twin.__qualname__ = loop.__module__, loop.__qualname__
                names[name] = (inline if name in INLINED else make)(twin)

    def sequence(values: Any) -> Any:
        values = list(values)
        return np.array(values, np.float64 if values and isinstance(values[0], float) else np.int64)

    def zeros(count: int) -> Any:
        return np.zeros(count, np.int64)

    return SimpleNamespace(fill=names["fill"], branch=names["branch"], sequence=sequence, zeros=zeros)
