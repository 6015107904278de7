"""What stands on the small labels of bins and goods, and where. Lengths in dots of 1/203 inch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from packhorse.documents import symbols
from packhorse.documents.fitting import LEADING, Fitted, fit, printable
from packhorse.documents.label_layout import Frame, Picture, Text
from packhorse.documents.symbols import Symbol

DOTS_PER_MM = 203 / 25.4
# Name: width and height in mm.
FORMATS = {"100x50": (100, 50), "70x35": (70, 35), "70x37": (70, 37)}
UNIT = "100x150"  # of a pallet or cage, on the paper of parcels
_SIZES = FORMATS | {UNIT: (100, 150)}
_SMALLEST = 9
_MODULE = 3  # dots; 0.375 mm, what cheap scanners read from an arm's length


@dataclass(frozen=True)
class BinTag:
    """A bin's label. `arrow`: where it is, from a beam between two (up, down, nothing); `square`: a QR code, too."""

    code: str
    barcode: str
    warehouse: str
    zone: str
    arrow: str = ""
    square: bool = False


@dataclass(frozen=True)
class ProductTag:
    """A product's label; with a lot, a day of expiry or a serial number it is that of these units."""

    name: str
    sku: str
    barcode: str
    lot: str = ""
    expires_on: date | None = None
    serial: str = ""


@dataclass(frozen=True)
class SlotTag:
    """The ticket that goes with a whole order from its slot to the bench: where it lay, whose it is, how much it is."""

    code: str
    barcode: str
    order: str
    units: int
    wall: str


@dataclass(frozen=True)
class UnitTag:
    """The label of a pallet or cage. `sscc` is empty while it is open: then `number` is its barcode."""

    kind: str
    number: str
    sscc: str
    lane: str
    carrier: str
    warehouse: str
    parcels: int
    weight_g: int


Tag = BinTag | ProductTag | SlotTag | UnitTag
Item = Text | Frame | Picture


def size(name: str) -> tuple[float, float]:
    """Return width and height of a format of `FORMATS`. Raises ValueError for a name that is none."""
    if name not in _SIZES:
        raise ValueError(f"{name!r} is no format of labels: use one of {', '.join(FORMATS)}")
    width, height = _SIZES[name]
    return width * DOTS_PER_MM, height * DOTS_PER_MM


def lay_out(tag: Tag, name: str) -> tuple[Item, ...]:
    """Return what to draw for a label in a format. Raises ValueError for what makes no barcode or does not fit."""
    width, height = size(name)
    match tag:
        case BinTag():
            return tuple(_bin(tag, width, height))
        case SlotTag():
            return tuple(_slot(tag, width, height))
        case UnitTag():
            return tuple(_unit(tag, width, height))
        case ProductTag():
            return tuple(_product(tag, width, height))


def _bin(tag: BinTag, width: float, height: float) -> list[Item]:
    edge = height * 0.06
    right = width - edge
    items: list[Item] = []
    if tag.arrow:
        module = height * 0.38 / 9
        items.append(Picture(right - 9 * module, edge, module, module, symbols.arrow(tag.arrow)))
        right -= 9 * module + edge
    if tag.square:
        square = _square(symbols.qr(tag.barcode), right, edge, height * 0.45)
        items.append(square)
        right = square.x - 4 * square.module
    where = f"{tag.warehouse}  {tag.zone}".strip()
    items += _lines([where], edge, edge, right - edge, height * 0.11)
    items += _lines([tag.code], edge, height * 0.18, right - edge, height * 0.36, bold=True)
    items.append(_bars(symbols.code128(tag.barcode), edge, height * 0.6, width - 2 * edge, height * 0.24))
    return [*items, *_lines([tag.barcode], edge, height * 0.86, width - 2 * edge, height * 0.11)]


def _slot(tag: SlotTag, width: float, height: float) -> list[Item]:
    edge = height * 0.06
    said = f"{tag.order}  {tag.units} unit{'' if tag.units == 1 else 's'}"
    return [
        *_lines([f"{tag.wall}  {said}"], edge, edge, width - 2 * edge, height * 0.13),
        *_lines([tag.code], edge, height * 0.2, width - 2 * edge, height * 0.36, bold=True),
        _bars(symbols.code128(tag.barcode), edge, height * 0.6, width - 2 * edge, height * 0.24),
        *_lines([tag.barcode], edge, height * 0.86, width - 2 * edge, height * 0.11),
    ]


def _unit(tag: UnitTag, width: float, height: float) -> list[Item]:
    edge, inner = width * 0.05, width * 0.9
    symbol = symbols.sscc(tag.sscc) if tag.sscc else symbols.code128(tag.number)
    facts = [f"{tag.parcels} parcels, {tag.weight_g / 1000:.1f} kg", tag.warehouse] if tag.sscc else [tag.warehouse]
    read = f"(00) {tag.sscc}" if tag.sscc else tag.number
    return [
        *_lines([f"{tag.kind} {tag.number}"], edge, edge, inner, height * 0.07),
        *_lines([tag.lane], edge, height * 0.13, inner, height * 0.2, bold=True),
        *_lines([tag.carrier], edge, height * 0.35, inner, height * 0.1, bold=True),
        *_lines(facts, edge, height * 0.47, inner, height * 0.1),
        _bars(symbol, edge, height * 0.62, inner, height * 0.25),
        *_lines([read], edge, height * 0.89, inner, height * 0.05),
    ]


def _product(tag: ProductTag, width: float, height: float) -> list[Item]:
    edge = height * 0.06
    said = [
        f"Lot {tag.lot}" if tag.lot else "",
        f"Use by {tag.expires_on.isoformat()}" if tag.expires_on else "",
        f"Serial {tag.serial}" if tag.serial else "",
    ]
    said = [fact for fact in said if fact]
    name = _lines([tag.name], edge, edge, width - 2 * edge, height * 0.28, bold=True)
    if said and symbols.is_gtin(tag.barcode):
        symbol = symbols.gs1_matrix(gtin=tag.barcode, lot=tag.lot, expires_on=tag.expires_on, serial=tag.serial)
        square = _square(symbol, width - edge, height * 0.4, height * 0.52)
        # The matrix says all of it: bars beside it would be scanned instead, and say less.
        facts = _lines([tag.sku, *said], edge, height * 0.38, square.x - 4 * square.module - edge, height * 0.56)
        return [*name, square, *facts]
    under = "  ".join([tag.sku, *said])
    return [
        *name,
        *_lines([under], edge, height * 0.37, width - 2 * edge, height * 0.16),
        _bars(symbols.goods(tag.barcode), edge, height * 0.56, width - 2 * edge, height * 0.28),
        *_lines([tag.barcode], edge, height * 0.86, width - 2 * edge, height * 0.11),
    ]


def _square(symbol: Symbol, right: float, top: float, side: float) -> Picture:
    """A matrix whose quiet zone ends at `right`, as large as whole dots allow."""
    module = int(side / (symbol.width + symbol.quiet))
    if module < 2:
        raise ValueError("the code holds too much for this label: take a larger one, or a shorter lot or serial number")
    return Picture(right - symbol.width * module, top, module, module, symbol)


def _bars(symbol: Symbol, left: float, top: float, width: float, height: float) -> Picture:
    """Bars with their quiet zones within the width."""
    module = min(_MODULE, int(width / (symbol.width + 2 * symbol.quiet)))
    if module < 1:
        raise ValueError("the barcode is too long for this label: take a larger one")
    return Picture(left + symbol.quiet * module, top, module, height, symbol)


def _lines(
    paragraphs: Sequence[str], x: float, y: float, width: float, height: float, *, bold: bool = False
) -> list[Item]:
    wanted = [printable(text) for text in paragraphs]
    sizes = range(int(height / LEADING), _SMALLEST - 1, -1)
    found: Fitted = fit(wanted, width=width, height=height, sizes=sizes, bold=bold)
    step = found.size * LEADING
    return [Text(x, y + nth * step, found.size, bold, line) for nth, line in enumerate(found.lines)]
