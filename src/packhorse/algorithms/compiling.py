"""Loops are compiled on first use, and kept: by the text of all of them, for each holds a copy of those it calls."""

import hashlib
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
            made: Any = numba.njit(cache=folder is not None, nogil=True, **how)(loop)
            return made  # type: ignore[no-any-return]
        finally:
            numba.config.CACHE_DIR = before  # type: ignore[attr-defined]

    return compiled


def _folder(package: Path) -> Path | None:
    """Make the folder where a package's compiled loops are kept; None where nothing can be."""
    sources = hashlib.sha256()
    for path in [Path(__file__), *sorted(package.glob("*.py"))]:
        sources.update(path.read_bytes())
    folder = Path(user_cache_dir("packhorse")) / f"compiled-{sources.hexdigest()[:16]}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder
