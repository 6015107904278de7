"""Where everything stands on the 4x6 inch label, for every kind of printer. Lengths in dots of 1/203 inch."""

from dataclasses import dataclass
from typing import Literal

from packhorse.documents.bars import QUIET, eighteen, plain
from packhorse.documents.fitting import LEADING, Fitted, fit, printable
from packhorse.documents.label import ShippingLabel

WIDTH = 812
HEIGHT = 1218
MARGIN = 24
INNER = WIDTH - 2 * MARGIN

_CODES_TOP = 706
_TRACKING_HEIGHT = 146
_SSCC_TOP = 906
# GS1 General Specifications, section 5.4: an SSCC on a logistic unit is at least 31.75 mm high, its module at least
# 0.495 mm wide.
_SSCC_HEIGHT = 254
_SSCC_MODULE = 4
_TRACKING_MODULE = 3
_SMALLEST = 7
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


Item = Text | Frame | Code


def lay_out(label: ShippingLabel) -> tuple[Item, ...]:
    """Return what to draw for `label`. Raises ValueError for numbers no barcode takes and for text without end."""
    return (*_head(label), *_routing(label), *_delivery(label), *_codes(label))


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


def _delivery(label: ShippingLabel) -> list[Item]:
    """To whom it goes, as large as fits, above the marks and the boxed instructions."""
    items: list[Item] = [Text(MARGIN, 252, 15, False, "TO")]
    bottom = _CODES_TOP - 18
    note = printable(label.delivery_instructions)
    if note:
        found = _fit([f"Delivery: {note}"], INNER - 28, 92, 24, bold=False)
        tall = round(found.height) + 22
        bottom -= tall
        items += [Frame(MARGIN, bottom, INNER, tall, 2), *_set(found, MARGIN + 14, bottom + 11, bold=False)]
        bottom -= 10
    if label.marks:
        found = _fit(["  /  ".join(label.marks).upper()], INNER, 44, 34, bold=True)
        bottom -= round(found.height)
        items += _set(found, MARGIN, bottom, bold=True)
        bottom -= 8
    items += _text(list(label.recipient.lines()), MARGIN, 274, INNER, bottom - 278, 48, bold=True)
    return items


def _codes(label: ShippingLabel) -> list[Item]:
    tracking, sscc = plain(label.tracking_number), eighteen(label.sscc)
    left = QUIET * _SSCC_MODULE + 2  # both codes start on one line: the wider quiet zone, and what rounding takes
    # A symbol is never wider than with one character in 11 modules: start, data, check, and a stop of 13.
    modules = 11 * (len(tracking) + 2) + 13
    module = min(_TRACKING_MODULE, (WIDTH - left) / (modules + QUIET))
    return [
        Frame(MARGIN, _CODES_TOP - 10, INNER, 3, 3),
        Code("code128", left, _CODES_TOP + 6, _TRACKING_HEIGHT, module, tracking),
        *_text([tracking], left, _CODES_TOP + 158, INNER - left, 34, 28, bold=True),
        Code("sscc", left, _SSCC_TOP, _SSCC_HEIGHT, _SSCC_MODULE, sscc),
        Text(left, _SSCC_TOP + _SSCC_HEIGHT + 7, 28, True, f"(00) {sscc}"),
    ]


def _text(
    paragraphs: list[str], x: float, y: float, width: float, height: float, largest: int, *, bold: bool
) -> list[Item]:
    return _set(_fit(paragraphs, width, height, largest, bold=bold), x, y, bold=bold)


def _fit(paragraphs: list[str], width: float, height: float, largest: int, *, bold: bool) -> Fitted:
    return fit(paragraphs, width=width, height=height, sizes=range(largest, _SMALLEST - 1, -1), bold=bold)


def _set(found: Fitted, x: float, y: float, *, bold: bool) -> list[Item]:
    step = found.size * LEADING
    return [Text(x, y + nth * step, found.size, bold, line) for nth, line in enumerate(found.lines)]
