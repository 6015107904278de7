"""A printer's test page: that it is reached, what it is called, and whether its edges and bars come out."""

from packhorse.documents import zpl
from packhorse.documents.label_layout import HEIGHT, MARGIN, WIDTH, Frame, Text
from packhorse.documents.sheet import INNER, Sheet
from packhorse.documents.sheet import MARGIN as SIDE


def render_pdf(printer: str, said: str, *, small: bool) -> bytes:
    """Return a page of A4, or of A6 where `small`."""
    sheet = Sheet(f"Test page of {printer}", small=small)
    sheet.block(SIDE, 60, [printer], width=INNER, height=60, size=28, bold=True)
    sheet.rule(128, thick=1.5)
    sheet.block(SIDE, 142, [said], width=INNER, height=60, size=12)
    sheet.code(220, "TEST", height=60, width=300)
    sheet.foot("Test page", 1, 1)
    sheet.next_page()
    return sheet.pdf()


def render_zpl(printer: str, said: str, *, dpi: int) -> str:
    """Return a label of 4x6 inch with a frame along its edges."""
    scale = dpi / zpl.NATIVE_DPI
    items = (
        zpl.frame(Frame(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN, 4), scale),
        zpl.text(Text(60, 80, 60, True, printer), scale),
        zpl.text(Text(60, 180, 28, False, said), scale),
        f"{zpl.origin(60, 280, scale)}^BY{int(3 * scale)}^BCN,{round(120 * scale)},N,N,N,A^FDTEST^FS",
    )
    return "\n".join([*zpl.head(WIDTH, HEIGHT, scale), *items, "^XZ"])
