"""Barcodes of bins and goods as rows of black stretches, in modules (the side of the smallest square, or bar)."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

import zint

from packhorse.algorithms.gs1 import is_valid, is_valid_sscc
from packhorse.algorithms.gs1_elements import element_string
from packhorse.documents.bars import plain

GTIN_LENGTHS = (8, 12, 13)
LONGEST_LINK = 200


@dataclass(frozen=True)
class Symbol:
    """A barcode without its quiet zones. `rows` are black stretches (start, width) from the top; bars have one row.

    `quiet` is how many modules must stay white on either side, `tall` whether the one row is drawn as high as there is
    room.
    """

    rows: tuple[tuple[tuple[int, int], ...], ...]
    width: int
    quiet: int

    @property
    def tall(self) -> bool:
        """Say whether it is made of bars."""
        return len(self.rows) == 1


def code128(data: str) -> Symbol:
    """Return the Code 128 of a number. Raises ValueError for what no scanner takes as it is."""
    return _bars(zint.Symbology.CODE128, plain(data), quiet=10)


def qr(data: str) -> Symbol:
    """Return the QR code of a number."""
    return _matrix(zint.Symbology.QRCODE, plain(data), quiet=4)


def link(url: str) -> Symbol:
    """Return the QR code of a web address. Raises ValueError for what is none, or is too long."""
    if not re.fullmatch(r"https?://[0-9A-Za-z._~:/?#@!$&'()*+,;=%-]+", url):
        raise ValueError(f"{url[:60]!r} is no web address: it begins with https:// and holds no spaces or odd letters")
    if len(url) > LONGEST_LINK:
        raise ValueError(f"{url[:60]!r} is too long for a QR code on a label: {len(url)} letters of {LONGEST_LINK}")
    return _matrix(zint.Symbology.QRCODE, url, quiet=4)


def is_gtin(barcode: str) -> bool:
    """Say whether a barcode is a GTIN."""
    return len(barcode) in (*GTIN_LENGTHS, 14) and is_valid(barcode)


def goods(barcode: str) -> Symbol:
    """Return the barcode of a product as shops print it: EAN for a GTIN of up to 13 digits, GS1-128 for one of 14,
    Code 128 for any other.

    A GTIN of 8 or 12 digits is an EAN-13 that begins with zeros; scanners send it with them.
    """
    if is_gtin(barcode) and len(barcode) in GTIN_LENGTHS:
        return _bars(zint.Symbology.EANX, barcode.zfill(13), quiet=11)
    if is_gtin(barcode):
        return _bars(zint.Symbology.GS1_128, f"[01]{barcode}", quiet=10)
    return code128(barcode)


def sscc(number: str) -> Symbol:
    """Return the GS1-128 of an SSCC, with its application identifier. Raises ValueError for what is no SSCC."""
    if not is_valid_sscc(number):
        raise ValueError(f"{number!r} is no SSCC: it has 18 digits, the last a check digit")
    return _bars(zint.Symbology.GS1_128, f"[00]{number}", quiet=10)


def gs1_matrix(*, gtin: str, lot: str = "", expires_on: date | None = None, serial: str = "") -> Symbol:
    """Return the GS1 DataMatrix of goods. Raises ValueError when a part does not fit into it."""
    element_string(gtin=gtin, lot=lot, expires_on=expires_on, serial=serial)  # refuses what does not fit
    day = f"[17]{expires_on:%y%m%d}" if expires_on else ""
    rest = "".join(f"[{ai}]{value}" for ai, value in (("10", lot), ("21", serial)) if value)
    return _matrix(zint.Symbology.DATAMATRIX, f"[01]{gtin.zfill(14)}{day}{rest}", quiet=2)


def arrow(direction: str) -> Symbol:
    """Return an arrow that points up or down, as a picture of nine by nine modules."""
    head = tuple(((4 - nth, 2 * nth + 1),) for nth in range(5))
    rows = (*head, *(((3, 3),) for _ in range(4)))
    return Symbol(rows if direction == "up" else rows[::-1], 9, 0)


@cache
def limited_quantity() -> Symbol:
    """Return the mark of dangerous goods in limited quantities: a square on its corner, black above and below.

    Drawn with modules of 0.25 mm its sides are 65 mm long and its line is 2 mm wide: ADR 3.4.7 asks for 100 mm, for 50
    where a package is too small.
    """
    reach, line = 183, 12
    rows: list[tuple[tuple[int, int], ...]] = []
    for y in range(-reach, reach + 1):
        outer, inner = reach - abs(y), reach - abs(y) - line
        left = reach - outer
        if inner <= 0 or abs(y) > reach // 2:
            rows.append(((left, 2 * outer + 1),))
        else:
            rows.append(((left, line), (reach + inner + 1, line)))
    return Symbol(tuple(rows), 2 * reach + 1, 0)


def _bars(symbology: zint.Symbology, data: str, *, quiet: int) -> Symbol:
    found = sorted((x, width) for x, _, width, _ in _drawn(symbology, data))
    first = found[0][0]
    return Symbol((tuple((x - first, width) for x, width in found),), found[-1][0] + found[-1][1] - first, quiet)


def _matrix(symbology: zint.Symbology, data: str, *, quiet: int) -> Symbol:
    squares: dict[int, list[tuple[int, int]]] = {}
    for x, top, width, height in _drawn(symbology, data):
        for y in range(top, top + height):
            squares.setdefault(y, []).append((x, width))
    right = max(x + length for row in squares.values() for x, length in row)
    rows = tuple(tuple(sorted(squares.get(y, ()))) for y in range(max(squares) + 1))
    return Symbol(rows, right, quiet)


def _drawn(symbology: zint.Symbology, data: str) -> list[tuple[int, int, int, int]]:
    """What is black, as (x, y, width, height): copied, for zint's own rectangles end with their symbol."""
    symbol = zint.Symbol()
    symbol.symbology = symbology
    symbol.show_text = False
    symbol.scale = 0.5  # zint draws a module two units wide at scale 1
    if data.startswith("["):
        symbol.input_mode = zint.InputMode.GS1
    symbol.encode(data)
    symbol.buffer_vector()
    boxes = symbol.vector.rectangles
    return [(round(box.x), round(box.y), round(box.width), round(box.height)) for box in boxes]
