"""The loops of this package as they stand, and compiled: the same text, so the same answer.

A small order is packed by the loops as they stand: no page waits for a compiler. Compiled ones are used as soon as they
are there; `warm_up` has them made, or read from the cache, which takes some seconds at first.
"""

import threading
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any

from packhorse.algorithms.packing import choosing, growing, states

PLAIN = SimpleNamespace(fill=growing.fill, branch=growing.branch, sequence=list)
# A call hands over every array of a case: what is called for every block is written out where it is called.
INLINED = {"note", "touching", "allowed", "nearest", "around"}
_lock = threading.Lock()
_made: list[SimpleNamespace] = []


def loops() -> SimpleNamespace:
    """Return the compiled loops if they are there, else those as they stand."""
    return _made[0] if _made else PLAIN


def compiled() -> SimpleNamespace:
    """Return the compiled loops; have them made if they are not there."""
    with _lock:
        if not _made:
            _made.append(_compile())
    return _made[0]


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

    return SimpleNamespace(
        fill=names["fill"], branch=names["branch"], sequence=sequence
    )
