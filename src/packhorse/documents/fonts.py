"""The typeface of all papers: DejaVu Sans, which holds Latin, Greek and Cyrillic."""

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "DejaVuSans"
BOLD = "DejaVuSans-Bold"

_FOLDER = Path(__file__).parent / "fonts"


@cache
def register() -> None:
    """Make both fonts known to reportlab, once per process.

    Raises FileNotFoundError when the font files have not been gathered.
    """
    for name in (REGULAR, BOLD):
        path = _FOLDER / f"{name}.ttf"
        if not path.exists():
            raise FileNotFoundError(f"The font {name} is not gathered: run `python hatch_build.py`.")
        pdfmetrics.registerFont(TTFont(name, str(path)))


def width(text: str, *, bold: bool) -> float:
    """Return the width of `text` in ems, that is at font size 1."""
    table, missing = _widths(bold)
    return sum(table.get(ord(char), missing) for char in text) / 1000


@cache
def _widths(bold: bool) -> tuple[dict[int, float], float]:
    """Advance widths in thousandths of an em, and what to reckon with for a character the font lacks."""
    register()
    face = pdfmetrics.getFont(BOLD if bold else REGULAR).face
    # A label printer may own a glyph that DejaVu lacks, and the widest of them, the CJK ones, fill an em.
    return dict(face.charWidths), max(1000.0, face.defaultWidth)
