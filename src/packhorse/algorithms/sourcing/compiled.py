"""Loops are compiled on first use, and kept: by the text of all of them, for each holds a copy of those it calls."""

import hashlib
from pathlib import Path
from typing import Any

import numba
from platformdirs import user_cache_dir


def _kept() -> bool:
    """Say where compiled loops are kept; False where nothing can be."""
    sources = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        sources.update(path.read_bytes())
    folder = Path(user_cache_dir("packhorse")) / f"compiled-{sources.hexdigest()[:16]}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    return True


compiled: Any = numba.njit(cache=_kept(), nogil=True)
