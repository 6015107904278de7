"""Text, frames and pictures as fields of ZPL II, the language of most label printers."""

import re

from PIL import Image

from packhorse.documents import raster
from packhorse.documents.label_layout import Frame, Text
from packhorse.documents.symbols import Symbol

NATIVE_DPI = 203
_SMALLEST_FONT = 10  # dots; the least that ^A takes


def head(width: float, height: float, scale: float) -> list[str]:
    """Begin a label of so many dots of the layout."""
    return ["^XA", "^CI28", f"^PW{round(width * scale)}", f"^LL{round(height * scale)}", "^LH0,0"]


def origin(x: float, y: float, scale: float) -> str:
    """Say where the next field begins."""
    return f"^FO{round(x * scale)},{round(y * scale)}"


def text(item: Text, scale: float) -> str:
    """Return a line of text: in the printer's own font, or as a picture where that may lack a letter.

    The text of a picture stands before it as a remark, which printers pass over.
    """
    if max(item.text, default="") > "\xff":
        size = item.size * scale
        drawn = raster.line(item.text, size, bold=item.bold)
        field = f"^FO{max(0, round(item.x * scale))},{max(0, round(item.y * scale))}{bitmap(drawn)}"
        return f"^FX{_escaped(item.text)}^FS\n{field}"
    return f"{origin(item.x, item.y, scale)}{_font(item, scale)}^FH_^FD{_escaped(item.text)}^FS"


def frame(item: Frame, scale: float) -> str:
    """Return a rectangle or line."""
    thick = max(1, round(item.thick * scale))
    box = f"^GB{round(item.width * scale)},{max(thick, round(item.height * scale))},{thick}^FS"
    return f"{origin(item.x, item.y, scale)}{box}"


def picture(symbol: Symbol, module: int, row: int) -> str:
    """Return a symbol as a bitmap, its modules `module` dots wide and `row` dots high; the same on every printer."""
    octets = -(-symbol.width * module // 8)
    lines = []
    for stretches in symbol.rows:
        dots = 0
        for start, width in stretches:
            dots |= ((1 << width * module) - 1) << (octets * 8 - (start + width) * module)
        lines += [f"{dots:0{octets * 2}X}"] * row
    return _graphic(lines, octets)


def bitmap(image: Image.Image) -> str:
    """Return a picture, dot by dot; what is black in it is printed."""
    octets, data = -(-image.width // 8), image.tobytes().hex().upper()
    return _graphic([data[at : at + octets * 2] for at in range(0, len(data), octets * 2)], octets)


def _graphic(lines: list[str], octets: int) -> str:
    """Return rows of dots in hexadecimal digits, packed as ZPL II allows (alternative data compression).

    A row that is like the one above is a colon, zeros to its end are a comma, and a count goes before equal digits.
    """
    packed, before = [], ""
    for line in lines:
        if line == before:
            packed.append(":")
        else:
            short = line.rstrip("0")
            packed.append(_EQUAL.sub(_counted, short) + ("," if len(short) < len(line) else ""))
        before = line
    total = octets * len(lines)
    return f"^GFA,{total},{total},{octets},{''.join(packed)}^FS"


_EQUAL = re.compile(r"(.)\1{2,398}")


def _counted(found: re.Match[str]) -> str:
    """G to Y are 1 to 19 times, g to y 20 to 380."""
    twenties, ones = divmod(len(found[0]), 20)
    many = chr(ord("f") + twenties) if twenties else ""
    return many + (chr(ord("F") + ones) if ones else "") + found[1]


def _font(item: Text, scale: float) -> str:
    """The scalable font 0, which every printer owns, holds Latin-1."""
    height, width = max(_SMALLEST_FONT, round(item.size * scale)), max(1, int(item.size * scale))
    return f"^A0N,{height},{width}"


def _escaped(text: str) -> str:
    """No command can begin in user text: what has a meaning in ZPL is written as its hexadecimal number."""
    return re.sub(r"[\^~\\_]", lambda found: f"_{ord(found[0]):02X}", text)
