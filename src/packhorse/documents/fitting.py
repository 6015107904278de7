"""Text made to fit: cleaned, wrapped, and set in the largest size that leaves none of it out."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from packhorse.documents import fonts
from packhorse.documents.letters import printable
from packhorse.documents.shaping import clustered

__all__ = ["LEADING", "Fitted", "fit", "printable", "wrap"]

LEADING = 1.18
_HAIR = 1e-6


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
    texts = [text for text in map(printable, paragraphs) if text]
    whole = [fonts.width(text.replace(" ", ""), bold=bold) for text in texts]
    for size in sizes:
        # Text cannot take fewer lines than its width asks for: most sizes that are too large are known by that.
        if sum(max(1, math.ceil(ems * size / width - _HAIR)) for ems in whole) * size * LEADING > height:
            continue
        found = Fitted(size, tuple(line for text in texts for line in _wrap(text, width / size, bold)))
        if found.height <= height:
            return found
    raise ValueError(f"text of {sum(map(len, paragraphs))} characters does not fit into its place on the paper")


def wrap(paragraphs: Sequence[str], *, width: float, bold: bool) -> tuple[str, ...]:
    """Return the lines of `paragraphs`, at most `width` ems long; a word longer than a line is broken."""
    return tuple(line for text in paragraphs for line in _wrap(printable(text), width, bold))


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
    """Cut a word into pieces of at most `width`, each of one letter at least, which keeps its marks."""
    pieces = [""]
    for cluster in clustered(word):
        if pieces[-1] and fonts.width(pieces[-1] + cluster, bold=bold) > width:
            pieces.append("")
        pieces[-1] += cluster
    return pieces
