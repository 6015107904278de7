"""The gift note: the giver's words, on a page of A6 that may lie on top in the parcel. It names no goods or prices."""

from collections.abc import Sequence
from dataclasses import dataclass

from packhorse.documents.fitting import LEADING, fit, wrap
from packhorse.documents.sheet import BOTTOM, INNER, MARGIN, Sheet

_TOP = 60.0
_LARGEST, _LEAST = 40, 20  # in points of the page twice as large
_PARAGRAPHS = 40


@dataclass(frozen=True)
class GiftNote:
    """Words that go with a gift, for whom they are, and whose shop it came from."""

    recipient: str
    message: str
    merchant: str
    order_number: str


def render(notes: GiftNote | Sequence[GiftNote]) -> bytes:
    """Return a note, or several, as PDF: A6 pages, as many as the words need in letters that are easy to read."""
    if isinstance(notes, GiftNote):
        notes = [notes]
    sheet = Sheet(f"Gift note {notes[0].order_number}" if len(notes) == 1 else f"{len(notes)} gift notes", small=True)
    for note in notes:
        _draw(sheet, note)
    return sheet.pdf()


def _draw(sheet: Sheet, note: GiftNote) -> None:
    top = _TOP
    if note.recipient.strip():
        below = sheet.block(MARGIN, top, [f"For {note.recipient}"], width=INNER, height=76, size=28, bold=True)
        top = below + 28
    lines = note.message.splitlines()
    # The giver's own lines are kept, unless they are so many that they would fill pages.
    paragraphs = lines if len(lines) <= _PARAGRAPHS else [note.message]
    room = BOTTOM - top
    try:
        found = fit(paragraphs, width=INNER, height=room, sizes=range(_LARGEST, _LEAST - 1, -2), bold=False)
        size, words = found.size, found.lines
    except ValueError:
        size, words = float(_LEAST), wrap(paragraphs, width=INNER / _LEAST, bold=False)
    step = size * LEADING
    pages: list[Sequence[str]] = []
    fits = int(room / step)
    while words or not pages:
        pages.append(words[:fits])
        words, fits = words[fits:], int((BOTTOM - _TOP) / step)
    for nth, page in enumerate(pages, start=1):
        for row, line in enumerate(page):
            sheet.line(MARGIN, (top if nth == 1 else _TOP) + row * step, line, size=size)
        sheet.foot(note.merchant, nth, len(pages))
        sheet.next_page()
