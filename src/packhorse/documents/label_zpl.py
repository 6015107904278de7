"""The label in ZPL II, the language of most label printers."""

from packhorse.documents import raster, zpl
from packhorse.documents.label import ShippingLabel
from packhorse.documents.label_layout import HEIGHT, WIDTH, Code, Comb, Frame, Item, Picture, Text, lay_out


def render(label: ShippingLabel, *, dpi: int = 203) -> str:
    """Return the 4x6 inch label as ZPL II for a printer of `dpi` dots per inch; a label of marks follows if one is due.

    Raises ValueError when the tracking number or SSCC makes no barcode, or when a text does not fit into its
    place even in the smallest size.
    """
    scale = dpi / zpl.NATIVE_DPI
    return "\n".join(
        line
        for items in lay_out(label)
        for line in [*zpl.head(WIDTH, HEIGHT, scale), *(_field(item, scale) for item in items), "^XZ"]
    )


def _field(item: Item, scale: float) -> str:
    match item:
        case Text():
            return zpl.text(item, scale)
        case Frame():
            return zpl.frame(item, scale)
        case Code():
            return f"{zpl.origin(item.x, item.y, scale)}{_code(item, scale)}^FS"
        case Picture():
            drawn = zpl.picture(item.symbol, max(1, int(item.module * scale)), max(1, int(item.row * scale)))
            return f"{zpl.origin(item.x, item.y, scale)}{drawn}"
        case Comb():
            return f"{zpl.origin(item.x, item.y, scale)}{zpl.bitmap(raster.comb(item.code, item.width * scale))}"


def _code(item: Code, scale: float) -> str:
    height = round(item.height * scale)
    if item.kind == "sscc":  # start in subset C, then function 1, which makes it GS1-128
        # The layout asks for a module of 0.5 mm; rounding it down would fall below what GS1 allows.
        return f"^BY{round(item.module * scale)}^BCN,{height},N,N,N,N^FD>;>800{item.data}"
    return f"^BY{max(1, int(item.module * scale))}^BCN,{height},N,N,N,A^FD{item.data}"
