"""MaxiCode, the honeycomb with a target that some carriers' sorters read. It has one size only: 28.1 x 26.9 mm."""

import re
from dataclasses import dataclass
from functools import lru_cache

import zint

from packhorse.documents.label import MaxiCode

WIDTH_MM = 28.14
_LONGEST = 80


@dataclass(frozen=True)
class Honeycomb:
    """A drawn MaxiCode, the width of a cell being 2: cells and rings about the centre as (x, y, radius[, thick])."""

    width: float
    height: float
    cells: tuple[tuple[float, float, float], ...]
    rings: tuple[tuple[float, float, float, float], ...]


@lru_cache(64)
def encode(code: MaxiCode) -> Honeycomb:
    """Return a MaxiCode of mode 2 or 3. Raises ValueError for what it cannot hold."""
    postal = code.postal
    if not code.routable:
        raise ValueError(f"a MaxiCode holds a postal code of up to 9 letters and digits, not {code.postal_code[:20]!r}")
    if not (0 <= code.country <= 999 and 0 <= code.service_class <= 999):
        raise ValueError("a MaxiCode holds a numeric country and a service class of up to 999 each")
    if not re.fullmatch(rf"[ -~\x1d\x1e\x04]{{1,{_LONGEST}}}", code.message):
        raise ValueError(f"a MaxiCode holds a message of 1 to {_LONGEST} plain letters")
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.MAXICODE
    symbol.option_1 = 2 if postal.isdecimal() else 3
    symbol.primary = f"{postal if postal.isdecimal() else postal[:6]:<{0 if postal.isdecimal() else 6}}"
    symbol.primary += f"{code.country:03d}{code.service_class:03d}"
    try:
        symbol.encode(code.message)
    except RuntimeError as error:
        raise ValueError(f"this makes no MaxiCode: {error}") from error
    symbol.buffer_vector()
    drawn = symbol.vector
    return Honeycomb(
        drawn.width,
        drawn.height,
        tuple((cell.x, cell.y, cell.diameter / 2) for cell in drawn.hexagons),
        tuple((ring.x, ring.y, ring.diameter / 2, ring.width) for ring in drawn.circles),
    )
