"""The typefaces of all papers: DejaVu Sans (Latin, Greek, Cyrillic, Arabic, Hebrew), and others laid beside it."""

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from packhorse.documents.shaping import is_plain, reordered, shaped

REGULAR = "DejaVuSans"
BOLD = "DejaVuSans-Bold"

_FOLDER = Path(__file__).parent / "fonts"


@cache
def register() -> None:
    """Make the fonts known to reportlab, once per process.

    Any further TrueType file in the folder is asked for what DejaVu lacks, such as Chinese. Raises FileNotFoundError
    when DejaVu's files have not been gathered.
    """
    for name in (REGULAR, BOLD):
        if not path_of(name).exists():
            raise FileNotFoundError(f"The font {name} is not gathered: run `python hatch_build.py`.")
    for name in (REGULAR, BOLD, *_more()):
        pdfmetrics.registerFont(TTFont(name, str(path_of(name))))


def path_of(name: str) -> Path:
    """Return the file of a font."""
    return _FOLDER / f"{name}.ttf"


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


def _more() -> list[str]:
    return sorted(path.stem for path in _FOLDER.glob("*.ttf") if path.stem not in (REGULAR, BOLD))


@cache
def _faces(bold: bool) -> dict[int, str]:
    """Which font draws a character: the wanted weight before the other, DejaVu before what was laid beside it."""
    register()
    names = [*((BOLD, REGULAR) if bold else (REGULAR, BOLD)), *_more()]
    return {char: name for name in reversed(names) for char in pdfmetrics.getFont(name).face.charWidths}


class _Widths(dict[int, float]):
    """Advance widths in thousandths of an em."""

    def __missing__(self, char: int) -> float:
        return 1000.0


@cache
def _widths(bold: bool) -> _Widths:
    by_face = {name: pdfmetrics.getFont(name).face.charWidths for name in set(_faces(bold).values())}
    return _Widths({char: by_face[name][char] for char, name in _faces(bold).items()})
