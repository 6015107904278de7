"""Loops are compiled on first use, and kept: by the text of all of them, for each holds a copy of those it calls."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from platformdirs import user_cache_dir

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiler(package: Path, **how: Any) -> Callable[[Loop], Loop]:
    """Return what compiles the loops of a package's folder, which may call one another but none of other packages."""
    folder = _folder(package)

    def compiled(loop: Loop) -> Loop:
        before = numba.config.CACHE_DIR  # type: ignore[attr-defined]
        # Where a loop is kept is settled when it is declared. Each package has a folder of its own.
        numba.config.CACHE_DIR = str(folder or before)  # type: ignore[attr-defined]
        try:
            if folder is not None:
                _move_to(folder, loop)
            made: Any = numba.njit(cache=folder is not None, nogil=True, **how)(loop)
            return made  # type: ignore[no-any-return]
        finally:
            numba.config.CACHE_DIR = before  # type: ignore[attr-defined]

    return compiled


def _folder(package: Path) -> Path | None:
    """Make the folder where a package's loops, and what was compiled of them, are kept; None where nothing can be."""
    texts = {path: path.read_bytes() for path in [Path(__file__), *sorted(package.glob("*.py"))]}
    sources = hashlib.sha256()
    for text in texts.values():
        sources.update(text)
    folder = Path(user_cache_dir("packhorse")) / f"compiled-{sources.hexdigest()[:16]}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path, text in texts.items():
            _keep(folder / path.name, text)
    except OSError:
        return None
    return folder


def _keep(path: Path, text: bytes) -> None:
    """Write a file once: whole, and of several processes that do it at once one."""
    if path.exists():
        return
    half, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(half, "wb") as file:
            file.write(text)
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)


def _move_to(folder: Path, loop: Any) -> None:
    """Let a loop come from the text that is kept in the folder.

    Numba takes a loop for another one when its file has another path or time, and would compile all of them anew
    for each installation, though not a letter is different.
    """
    code = loop.__code__
    loop.__code__ = code.replace(co_filename=str(folder / Path(code.co_filename).name))
