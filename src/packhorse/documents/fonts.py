"""The typefaces of all papers: DejaVu Sans (Latin, Greek, Cyrillic, Arabic, Hebrew), and others for what it lacks."""

import struct
from functools import cache
from pathlib import Path

import structlog
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from packhorse.documents.font_folders import files_found
from packhorse.documents.shaping import is_plain, reordered, shaped

REGULAR = "DejaVuSans"
BOLD = "DejaVuSans-Bold"

log = structlog.get_logger(__name__)


@cache
def register() -> dict[str, Path]:
    """Make the fonts known to reportlab, once per process; return their files by name, DejaVu's first.

    Any further TrueType file is asked for what DejaVu lacks, such as Chinese; one that is broken, or is not drawn by
    outlines of TrueType, is logged and left out. Raises FileNotFoundError when DejaVu's files have not been gathered.
    """
    files = files_found()
    for name in (REGULAR, BOLD):
        if name not in files:
            raise FileNotFoundError(f"The font {name} is not gathered: run `python hatch_build.py`.")
    known: dict[str, Path] = {}
    for name in dict.fromkeys((REGULAR, BOLD, *files)):
        try:
            pdfmetrics.registerFont(TTFont(name, str(files[name])))
        except (TTFError, OSError, ValueError, struct.error) as error:
            if name in (REGULAR, BOLD):
                raise
            log.warning("font.unusable", file=str(files[name]), error=str(error)[:200])
        else:
            known[name] = files[name]
    return known


def path_of(name: str) -> Path:
    """Return the file of a font."""
    return register()[name]


def width(text: str, *, bold: bool) -> float:
    """Return the width of `text` in ems, that is at font size 1, its letters joined as they are drawn."""
    table = _widths(bold)
    return sum(map(table.__getitem__, map(ord, text if is_plain(text) else shaped(text, _faces(bold))))) / 1000


def has(char: str) -> bool:
    """Say whether a character can be drawn."""
    return ord(char) in _faces(False)


def drawn(text: str, *, bold: bool) -> list[tuple[str, str]]:
    """Return what to draw from left to right, as (font, text): joined, reordered, and by the font that holds it."""
    faces = _faces(bold)
    runs: list[tuple[str, str]] = []
    for char in text if is_plain(text) else reordered(shaped(text, faces)):
        face = faces.get(ord(char), BOLD if bold else REGULAR)
        if runs and runs[-1][0] == face:
            runs[-1] = face, runs[-1][1] + char
        else:
            runs.append((face, char))
    return runs


def advances(face: str, text: str) -> list[float]:
    """Return the widths of letters of one font in ems."""
    found = pdfmetrics.getFont(face).face
    return [found.charWidths.get(ord(char), found.defaultWidth) / 1000 for char in text]


@cache
def _faces(bold: bool) -> dict[int, str]:
    """Which font draws a character: the wanted weight before the other, DejaVu before what was laid beside it."""
    names = [*((BOLD, REGULAR) if bold else (REGULAR, BOLD)), *register()]
    return {char: name for name in reversed(names) for char in pdfmetrics.getFont(name).face.charWidths}


class _Widths(dict[int, float]):
    """Advance widths in thousandths of an em."""

    def __missing__(self, char: int) -> float:
        return 1000.0


@cache
def _widths(bold: bool) -> _Widths:
    by_face = {name: pdfmetrics.getFont(name).face.charWidths for name in set(_faces(bold).values())}
    return _Widths({char: by_face[name][char] for char, name in _faces(bold).items()})
