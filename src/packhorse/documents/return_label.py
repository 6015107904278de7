"""The address label of a return: from the customer to the warehouse, with the number it is known by there.

Lengths in dots of 1/203 inch. The number stands as bars and as a square code: whichever is read, it is the same.
"""

from dataclasses import dataclass

from packhorse.documents import symbols
from packhorse.documents.bars import QUIET, plain
from packhorse.documents.fitting import LEADING, fit, printable
from packhorse.documents.label import Address
from packhorse.documents.label_layout import INNER, MARGIN, WIDTH, Code, Frame, Item, Picture, Text
from packhorse.documents.label_pdf import drawn, tall_of

_CODES_TALL = 400
_BARS_TALL = 220
_MODULE = 4
_SQUARE_MODULE = 7
_SMALLEST = 6


@dataclass(frozen=True)
class ReturnLabel:
    """All that stands on it. `number` is the authorisation number, `spoken` as people read it out.

    `carrier` is who is to carry it, empty where that is the customer's choice; `postage` says who pays.
    """

    sender: Address
    recipient: Address
    number: str
    spoken: str
    carrier: str
    postage: str


def render(label: ReturnLabel, medium: str = "4x6") -> bytes:
    """Return the label as PDF for a medium of `label_pdf.MEDIA`.

    Raises ValueError for another medium, and for a number that makes no barcode.
    """
    return drawn([lay_out(label, tall_of(medium))], f"Return label {label.spoken}", medium)


def lay_out(label: ReturnLabel, tall: float) -> tuple[Item, ...]:
    """Return what to draw, `tall` dots high."""
    codes = tall - _CODES_TALL
    square = symbols.qr(label.number)
    side = (square.width + 2 * square.quiet) * _SQUARE_MODULE
    right = WIDTH - MARGIN - side
    return (
        Text(MARGIN, 22, 15, False, "FROM"),
        *_text([*label.sender.lines()], MARGIN, 44, 420, 150, 26),
        *_text(["RETURN"], 470, 22, 318, 70, 58, bold=True),
        *_text([label.carrier] if label.carrier else [], 470, 96, 318, 50, 34, bold=True),
        *_text([label.postage], 470, 148, 318, 46, 22),
        Frame(MARGIN, 204, INNER, 3, 3),
        Text(MARGIN, 218, 15, False, "TO"),
        *_text([*label.recipient.lines()], MARGIN, 244, right - MARGIN - 12, codes - 270, 48, bold=True),
        Picture(right + square.quiet * _SQUARE_MODULE, 232 + square.quiet * _SQUARE_MODULE, _SQUARE_MODULE,
                _SQUARE_MODULE, square),
        Frame(MARGIN, codes - 10, INNER, 3, 3),
        Code("code128", MARGIN + QUIET * _MODULE, codes + 20, _BARS_TALL, _MODULE, plain(label.number)),
        *_text([label.spoken], MARGIN + QUIET * _MODULE, codes + 20 + _BARS_TALL + 14, INNER - QUIET * _MODULE, 90, 72,
               bold=True),
    )  # fmt: skip


def _text(
    paragraphs: list[str], x: float, y: float, width: float, height: float, largest: int, *, bold: bool = False
) -> list[Item]:
    wanted = [printable(text) for text in paragraphs]
    found = fit(wanted, width=width, height=height, sizes=range(largest, _SMALLEST - 1, -1), bold=bold)
    step = found.size * LEADING
    return [Text(x, y + nth * step, found.size, bold, line) for nth, line in enumerate(found.lines)]
