"""Text made to fit: cleaned, wrapped, and set in the largest size that leaves none of it out."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from packhorse.documents import fonts

LEADING = 1.18


@dataclass(frozen=True)
class Fitted:
    """Wrapped lines and the font size at which they fit; the size is in the unit of the room they were fitted to."""

    size: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Height of all lines together."""
        return len(self.lines) * self.size * LEADING


def fit(paragraphs: Sequence[str], *, width: float, height: float, sizes: Iterable[float], bold: bool) -> Fitted:
    """Return `paragraphs` wrapped at the first of `sizes` (largest first) at which they fill no more than the room.

    Raises ValueError when they do not fit at the last size either: text is never cut.
    """
    for size in sizes:
        found = Fitted(size, wrap(paragraphs, width=width / size, bold=bold))
        if found.height <= height:
            return found
    raise ValueError(f"text of {sum(map(len, paragraphs))} characters does not fit into its place on the paper")


def wrap(paragraphs: Sequence[str], *, width: float, bold: bool) -> tuple[str, ...]:
    """Return the lines of `paragraphs`, at most `width` ems long; a word longer than a line is broken."""
    return tuple(line for text in paragraphs for line in _wrap(printable(text), width, bold))


def printable(text: str) -> str:
    """Return `text` on one line, with single spaces, without control, format and half characters."""
    kept = "".join(_SHOWN.get(unicodedata.category(char), char) for char in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


# Control characters part words; format characters (joiners, marks of direction) have no shape of their own; a lone
# surrogate cannot be written as UTF-8.
_SHOWN = {"Cc": " ", "Cf": "", "Cs": "\ufffd", "Zl": " ", "Zp": " "}


def _wrap(text: str, width: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if fonts.width(longer, bold=bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _break(word, width, bold)
        lines += full
    return [*lines, line] if line else lines


def _break(word: str, width: float, bold: bool) -> list[str]:
    """Cut a word into pieces of at most `width`, each of one character at least."""
    pieces = [""]
    for char in word:
        if pieces[-1] and fonts.width(pieces[-1] + char, bold=bold) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces
