"""Where everything stands on the label, for every medium and kind of printer. Lengths in dots of 1/203 inch.

The codes have one size on every medium, the smallest that may be: a lower label has less room for the address.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from packhorse.algorithms.dangerous import LIMITED
from packhorse.documents import maxicode, symbols
from packhorse.documents.bars import QUIET, eighteen, plain
from packhorse.documents.fitting import LEADING, Fitted, fit, printable
from packhorse.documents.label import MaxiCode, ShippingLabel
from packhorse.documents.symbols import Symbol

WIDTH = 812
HEIGHT = 1218
MARGIN = 24
INNER = WIDTH - 2 * MARGIN

HEIGHT_A6 = 1152  # 144 mm: 4 mm of A6 stay white above and below, which office printers cannot print
# From the upper edge of the codes to the lower edge of the label, and from there.
_CODES_TALL = 512
_TRACKING_HEIGHT = 146
_SSCC_DOWN = 200
# GS1 General Specifications, section 5.4: an SSCC on a logistic unit is at least 31.75 mm high, its module at least
# 0.495 mm wide.
_SSCC_HEIGHT = 254
_SSCC_MODULE = 4
_TRACKING_MODULE = 3
_SMALLEST = 6
_LINK_SIDE = 150
_DIAMOND_MODULE = 2
_NONE = "-"


@dataclass(frozen=True)
class Text:
    """One line of text; `x` and `y` are its left top corner."""

    x: float
    y: float
    size: float
    bold: bool
    text: str


@dataclass(frozen=True)
class Frame:
    """A rectangle drawn `thick` inside its edges; a line when it is not higher than that."""

    x: float
    y: float
    width: float
    height: float
    thick: float


@dataclass(frozen=True)
class Code:
    """A barcode; `x` is the left edge of its first bar, quiet zones lie outside, `module` is its narrowest bar."""

    kind: Literal["code128", "sscc"]
    x: float
    y: float
    height: float
    module: float
    data: str


@dataclass(frozen=True)
class Picture:
    """A symbol whose left top black corner is at `x`, `y`; `module` and `row` are a module's width and height."""

    x: float
    y: float
    module: float
    row: float
    symbol: Symbol


@dataclass(frozen=True)
class Comb:
    """A MaxiCode; `x` and `y` are its left top corner."""

    x: float
    y: float
    width: float
    height: float
    code: MaxiCode


Item = Text | Frame | Code | Picture | Comb


def lay_out(label: ShippingLabel, tall: float = HEIGHT) -> list[tuple[Item, ...]]:
    """Return what to draw for `label`, `tall` dots high, and what to draw on a label of marks after it if one is due.

    Raises ValueError for numbers no barcode takes and for text without end.
    """
    items = (*_head(label), *_routing(label), *_delivery(label, tall), *_codes(label, tall - _CODES_TALL))
    return [items, _diamond(label)] if LIMITED in label.hazmat else [items]


def _head(label: ShippingLabel) -> list[Item]:
    """Who sends it, small, and the facts of the parcel."""
    facts = [
        f"Parcel {label.parcel_index} of {label.parcel_count}",
        f"{label.weight_g / 1000:.3f} kg",
        f"Ships {label.ship_date.isoformat()}",
        f"Order {label.order_number}",
    ]
    sender = ", ".join(label.sender.lines())
    return [
        Text(MARGIN, 22, 15, False, "FROM"),
        *_text([sender], MARGIN, 42, 388, 84, 22, bold=False),
        *_text(facts[:1], 446, 22, 342, 32, 27, bold=True),
        *_text(facts[1:], 446, 56, 342, 70, 19, bold=False),
        Frame(MARGIN, 130, INNER, 3, 3),
    ]


def _routing(label: ShippingLabel) -> list[Item]:
    """Who carries it, and where it is put for that."""
    zone = _text([label.routing_zone or _NONE], 446, 166, 158, 66, 60, bold=True)
    lane = _text([label.lane or _NONE], 630, 166, 158, 66, 60, bold=True)
    return [
        *_text([label.carrier_name], MARGIN, 142, 388, 56, 44, bold=True),
        *_text([label.service_name], MARGIN, 198, 388, 40, 26, bold=False),
        Frame(428, 133, 3, 107, 3),
        Text(446, 142, 15, False, "ZONE"),
        *zone,
        Frame(612, 133, 3, 107, 3),
        Text(630, 142, 15, False, "LANE"),
        *lane,
        Frame(MARGIN, 240, INNER, 3, 3),
    ]


def _delivery(label: ShippingLabel, tall: float) -> list[Item]:
    """To whom it goes, as large as fits beside the square codes, above the marks and the boxed instructions."""
    squares = _squares(label)
    # Where square codes stand, what is below them must leave them their height.
    note_tall, marks_tall = (72, 36) if squares else (92, 44)
    items: list[Item] = [Text(MARGIN, 252, 15, False, "TO"), *squares]
    bottom = tall - _CODES_TALL - 18
    note = printable(label.delivery_instructions)
    if note:
        found = _fit([f"Delivery: {note}"], INNER - 28, note_tall, 24, bold=False)
        box = round(found.height) + 22
        bottom -= box
        items += [Frame(MARGIN, bottom, INNER, box, 2), *_set(found, MARGIN + 14, bottom + 11, bold=False)]
        bottom -= 10
    if marks := [*label.marks, *map(_said, label.hazmat), *label.un_numbers]:
        found = _fit(["  /  ".join(marks).upper()], INNER, marks_tall, 34, bold=True)
        bottom -= round(found.height)
        items += _set(found, MARGIN, bottom, bold=True)
        bottom -= 8
    edges = [x.x - (0 if isinstance(x, Comb) else x.symbol.quiet * x.module) for x in squares]
    right = min([WIDTH - MARGIN, *(edge - 6 for edge in edges)])
    items += _text(list(label.recipient.lines()), MARGIN, 274, right - MARGIN, bottom - 278, 48, bold=True)
    return items


def _squares(label: ShippingLabel) -> list[Picture | Comb]:
    """The codes that are as high as wide, from the right: the carrier's MaxiCode and the link to follow the parcel."""
    found: list[Picture | Comb] = []
    right: float = WIDTH - MARGIN
    if label.maxicode:
        drawn, wide = maxicode.encode(label.maxicode), maxicode.WIDTH_MM * 203 / 25.4
        comb = Comb(right - 4 - wide, 254, wide, wide * drawn.height / drawn.width, label.maxicode)
        found.append(comb)
        right = comb.x - 4
    if label.tracking_url:
        symbol = symbols.link(label.tracking_url)
        module = max(2, min(4, _LINK_SIDE // symbol.width))
        if label.maxicode:
            right -= symbol.quiet * module
        found.append(Picture(right - symbol.width * module, 262, module, module, symbol))
    return found


def _said(hazmat: str) -> str:
    return "limited quantity" if hazmat == LIMITED else f"dangerous goods class {hazmat}"


def _diamond(label: ShippingLabel) -> tuple[Item, ...]:
    """The mark of limited quantities on a label of its own: beside an address there is no room for its legal size."""
    symbol = symbols.limited_quantity()
    wide = symbol.width * _DIAMOND_MODULE
    facts = [f"Order {label.order_number}", f"Parcel {label.parcel_index} of {label.parcel_count}", label.sscc]
    return (
        Picture((WIDTH - wide) / 2, 60, _DIAMOND_MODULE, _DIAMOND_MODULE, symbol),
        *_text(["Limited quantity"], MARGIN, 90 + wide, INNER, 60, 44, bold=True),
        *_text(facts, MARGIN, 160 + wide, INNER, 110, 27, bold=False),
    )


def _codes(label: ShippingLabel, top: float) -> list[Item]:
    tracking, sscc = plain(label.tracking_number), eighteen(label.sscc)
    left = QUIET * _SSCC_MODULE + 2  # both codes start on one line: the wider quiet zone, and what rounding takes
    # A symbol is never wider than with one character in 11 modules: start, data, check, and a stop of 13. Two digits
    # share one, the last of an odd count needs two.
    characters = len(tracking) // 2 + 2 * (len(tracking) % 2) if tracking.isdecimal() else len(tracking)
    modules = 11 * (characters + 2) + 13
    module = min(_TRACKING_MODULE, (WIDTH - left) / (modules + QUIET))
    return [
        Frame(MARGIN, top - 10, INNER, 3, 3),
        Code("code128", left, top + 6, _TRACKING_HEIGHT, module, tracking),
        *_text([tracking], left, top + 158, INNER - left, 34, 28, bold=True),
        Code("sscc", left, top + _SSCC_DOWN, _SSCC_HEIGHT, _SSCC_MODULE, sscc),
        Text(left, top + _SSCC_DOWN + _SSCC_HEIGHT + 7, 28, True, f"(00) {sscc}"),
    ]


def _text(
    paragraphs: list[str], x: float, y: float, width: float, height: float, largest: int, *, bold: bool
) -> list[Item]:
    return _set(_fit(paragraphs, width, height, largest, bold=bold), x, y, bold=bold)


def _fit(paragraphs: list[str], width: float, height: float, largest: int, *, bold: bool) -> Fitted:
    return _fitted(tuple(paragraphs), width, height, largest, bold)


@lru_cache(2048)  # the sender, carriers, services, zones and lanes are the same on thousands of labels
def _fitted(paragraphs: tuple[str, ...], width: float, height: float, largest: int, bold: bool) -> Fitted:
    return fit(paragraphs, width=width, height=height, sizes=range(largest, _SMALLEST - 1, -1), bold=bold)


def _set(found: Fitted, x: float, y: float, *, bold: bool) -> list[Item]:
    step = found.size * LEADING
    return [Text(x, y + nth * step, found.size, bold, line) for nth, line in enumerate(found.lines)]
