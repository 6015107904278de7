"""Labels as PDF: a page each of 4x6 inch or A6, or four on a sheet of A4."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from packhorse.documents import fonts
from packhorse.documents.drawing import POINTS, draw
from packhorse.documents.label import ShippingLabel
from packhorse.documents.label_layout import HEIGHT, HEIGHT_A6, WIDTH, Item, lay_out

_MM = 203 / 25.4
# Medium: the page in dots, labels beside and below each other, and how tall the label's layout is.
MEDIA = {
    "4x6": (WIDTH, HEIGHT, 1, 1, HEIGHT),
    "a6": (105 * _MM, 148 * _MM, 1, 1, HEIGHT_A6),
    "a4": (210 * _MM, 297 * _MM, 2, 2, HEIGHT_A6),
}


def render(labels: ShippingLabel | Sequence[ShippingLabel], medium: str = "4x6") -> bytes:
    """Return a label, or several, as PDF for a medium of `MEDIA`; marks of dangerous goods are labels of their own.

    Raises ValueError for another medium, and like the ZPL label does.
    """
    if isinstance(labels, ShippingLabel):
        return _drawn([labels], f"Label {labels.tracking_number}", medium)
    return _drawn(labels, f"{len(labels)} labels", medium)


def render_all(labels: Sequence[ShippingLabel]) -> bytes:
    """Return labels as one PDF, a page of 4x6 inch each."""
    return render(labels)


def _drawn(labels: Sequence[ShippingLabel], title: str, medium: str) -> bytes:
    tall = tall_of(medium)
    return drawn([paper for label in labels for paper in lay_out(label, tall)], title, medium)


def tall_of(medium: str) -> float:
    """Return how tall a label's layout is on a medium. Raises ValueError for another medium."""
    if medium not in MEDIA:
        raise ValueError(f"there are no labels on {medium!r}: use one of {', '.join(MEDIA)}")
    return MEDIA[medium][-1]


def drawn(papers: Sequence[Sequence[Item]], title: str, medium: str) -> bytes:
    """Return labels that are laid out as PDF."""
    width, height, across, down, tall = MEDIA[medium]
    fonts.register()
    out = BytesIO()
    canvas = Canvas(out, pagesize=(width * POINTS, height * POINTS), invariant=1)
    canvas.setTitle(title)
    for page in (papers[at : at + across * down] for at in range(0, len(papers), across * down)):
        canvas.scale(POINTS, POINTS)
        for nth, paper in enumerate(page):
            # Each in the middle of its share of the page.
            left = width / across * (nth % across) + (width / across - WIDTH) / 2
            top = height - height / down * (nth // across) - (height / down - tall) / 2
            for item in paper:
                draw(canvas, item, left, top)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
