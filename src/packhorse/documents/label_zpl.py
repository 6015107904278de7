"""The label in ZPL II, the language of most label printers."""

import re

from packhorse.documents.label import ShippingLabel
from packhorse.documents.label_layout import HEIGHT, WIDTH, Code, Frame, Item, Text, lay_out

_NATIVE_DPI = 203
_SMALLEST_FONT = 10  # dots; the least that ^A takes


def render(label: ShippingLabel, *, dpi: int = 203) -> str:
    """Return the 4x6 inch label as ZPL II for a printer of `dpi` dots per inch.

    Raises ValueError when the tracking number or SSCC makes no barcode, or when a text does not fit into its
    place even in the smallest size.
    """
    scale = dpi / _NATIVE_DPI
    head = ["^XA", "^CI28", f"^PW{round(WIDTH * scale)}", f"^LL{round(HEIGHT * scale)}", "^LH0,0"]
    return "\n".join([*head, *(_field(item, scale) for item in lay_out(label)), "^XZ"])


def _field(item: Item, scale: float) -> str:
    origin = f"^FO{round(item.x * scale)},{round(item.y * scale)}"
    match item:
        case Text():
            return f"{origin}{_font(item, scale)}^FH_^FD{_escaped(item.text)}^FS"
        case Frame():
            thick = max(1, round(item.thick * scale))
            return f"{origin}^GB{round(item.width * scale)},{max(thick, round(item.height * scale))},{thick}^FS"
        case Code():
            return f"{origin}{_code(item, scale)}^FS"


def _font(item: Text, scale: float) -> str:
    """The scalable font 0 holds Latin-1; all else needs the Unicode font that Zebra's printers own."""
    height, width = max(_SMALLEST_FONT, round(item.size * scale)), max(1, int(item.size * scale))
    if max(map(ord, item.text), default=0) <= 0xFF:
        return f"^A0N,{height},{width}"
    return f"^A@N,{height},{width},E:TT0003M_.FNT"


def _escaped(text: str) -> str:
    """No command can begin in user text: what has a meaning in ZPL is written as its hexadecimal number."""
    return re.sub(r"[\^~\\_]", lambda found: f"_{ord(found[0]):02X}", text)


def _code(item: Code, scale: float) -> str:
    height = round(item.height * scale)
    if item.kind == "sscc":  # start in subset C, then function 1, which makes it GS1-128
        # The layout asks for a module of 0.5 mm; rounding it down would fall below what GS1 allows.
        return f"^BY{round(item.module * scale)}^BCN,{height},N,N,N,N^FD>;>800{item.data}"
    return f"^BY{max(1, int(item.module * scale))}^BCN,{height},N,N,N,A^FD{item.data}"
