"""The papers that a parcel needs beside label and slip: which, why, what they lack, and how each is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from packhorse.algorithms.customs_areas import needs_customs, takes_short_form
from packhorse.algorithms.dangerous import BATTERIES, LIMITED
from packhorse.documents import cn22, cn23, commercial_invoice, customs, gift_note
from packhorse.documents import marks as mark_sheet
from packhorse.documents.customs import Declaration, Fault
from packhorse.documents.gift_note import GiftNote
from packhorse.documents.marks import Marks
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.packing.queries import ParcelRow
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.shipping.papers import declarations_of, goods_of
from packhorse.shipping.queries import ShipmentRow

TITLES = {
    "cn22": "Customs form CN22",
    "cn23": "Customs form CN23",
    "invoice": "Commercial invoice",
    "gift": "Gift note",
    "marks": "Marks of dangerous goods",
}
CUSTOMS: Mapping[str, Callable[[Declaration], bytes]] = {
    "cn22": cn22.render,
    "cn23": cn23.render,
    "invoice": commercial_invoice.render,
}


@dataclass(frozen=True)
class Paper:
    """A paper that goes with a parcel: `why` it does, what it is `lacking`, and whether it can be drawn already."""

    kind: str
    why: str
    lacking: tuple[Fault, ...] = ()
    there: bool = True

    @property
    def title(self) -> str:
        """Its name for people."""
        return TITLES[self.kind]


def papers_of(parcel: ParcelRow, shipment: ShipmentRow | None, *, today: date) -> list[Paper]:
    """Return the papers a parcel needs, in the order in which they are laid; `shipment` None: it has no label yet."""
    papers = []
    gift = placing.wishes([parcel.order_id])[parcel.order_id][2]
    if gift.strip():
        papers.append(Paper("gift", "The order has a gift message."))
    found = marks_of(parcel)
    if found.batteries or found.limited:
        what = [*found.batteries, *(["limited quantities"] if found.limited else [])]
        papers.append(Paper("marks", f"It holds {', '.join(what)}."))
    sent_from, sent_to = _ends(parcel)
    if not needs_customs(sent_from, sent_to):
        return papers
    abroad = f"It leaves the customs area of {sent_from[0]} for {' '.join(filter(None, sent_to))}."
    if shipment is None:
        return [*papers, Paper("cn23", f"{abroad} Customs papers bear the tracking number.", there=False)]
    paper = declaration_of(parcel, shipment, today=today)
    lacking = tuple(customs.faults(paper))
    if takes_short_form(value_minor=paper.value_minor, currency=paper.currency, gross_g=paper.gross_g):
        return [*papers, Paper("cn22", f"{abroad} It is worth no more than 300 SDR and not above 2 kg.", lacking)]
    why = f"{abroad} It is above 2 kg or 300 SDR."
    return [*papers, Paper("cn23", why, lacking), Paper("invoice", why, lacking)]


def lacks_of(papers: Sequence[Paper]) -> list[Fault]:
    """Return what papers lack, once for all of them: each product with all that it lacks, then what is none's."""
    every = list(dict.fromkeys(fault for paper in papers for fault in paper.lacking))
    products: dict[str, list[str]] = {}
    for fault in every:
        if fault.sku:
            products.setdefault(fault.sku, []).append(fault.what)
    joined = [Fault("", sku, ", ".join(dict.fromkeys(whats))) for sku, whats in products.items()]
    return [*joined, *(fault for fault in every if not fault.sku)]


def declaration_of(parcel: ParcelRow, shipment: ShipmentRow, *, today: date) -> Declaration:
    """Return what is declared of a parcel."""
    (paper,) = declarations_of([(parcel, shipment)], today=today, seller_number=settings.SELLER_NUMBER)
    return paper


def draw(parcel: ParcelRow, shipment: ShipmentRow | None, kind: str, *, today: date, unfinished: bool = False) -> bytes:
    """Return one of a parcel's papers as PDF.

    Refuses a paper that this parcel does not need, and one that lacks something unless it is wanted `unfinished`: what
    lacks is then left open, to be written by hand.
    """
    paper = next((each for each in papers_of(parcel, shipment, today=today) if each.kind == kind), None)
    if paper is None:
        text = (
            f"Parcel {parcel.sscc} needs no {TITLES[kind]}." if kind in TITLES else f"There is no paper {kind[:20]!r}."
        )
        raise Refusal("NO_SUCH_PAPER", text, status=404)
    if not paper.there or (kind in CUSTOMS and shipment is None):
        raise Refusal("NO_LABEL", "Customs papers bear the tracking number: wait until the label is there.")
    if paper.lacking and not unfinished:
        said = " ".join(fault.text for fault in paper.lacking[:5])
        faults = [{"sku": fault.sku, "text": fault.text} for fault in paper.lacking]
        text = f"Customs would not take the {paper.title}: {said} Mend it, or print it to be finished by hand."
        raise Refusal("PAPER_LACKS", text, details={"faults": faults})
    try:
        if kind == "gift":
            return gift_note.render(gift_of(parcel))
        if kind == "marks":
            return mark_sheet.render([marks_of(parcel)])
        assert shipment is not None  # customs papers without one were refused above
        return CUSTOMS[kind](declaration_of(parcel, shipment, today=today))
    except ValueError as error:
        raise Refusal("PAPER_CANNOT_BE_DRAWN", f"{paper.title}: {error}.", status=422) from None


def gift_of(parcel: ParcelRow) -> GiftNote:
    """Return the gift note of a parcel's order."""
    gift = placing.wishes([parcel.order_id])[parcel.order_id][2]
    name = placing.addresses([parcel.order_id])[parcel.order_id].name
    return GiftNote(name, gift, settings.MERCHANT, order_number(parcel.order_id))


def marks_of(parcel: ParcelRow) -> Marks:
    """Return what a parcel must be marked with for what lies in it."""
    contents, products = goods_of([parcel])
    inside = [products[row.product_id] for row in contents.get(parcel.id, [])]
    return Marks(
        batteries=tuple(sorted({product.un_number for product in inside} & set(BATTERIES))),
        limited=any(product.hazmat_class == LIMITED for product in inside),
        phone=settings.HAZMAT_PHONE,
        said=f"Order {order_number(parcel.order_id)}, parcel {parcel.position} of {parcel.of}, {parcel.sscc}",
    )


def _ends(parcel: ParcelRow) -> tuple[tuple[str, str], tuple[str, str]]:
    site = next(each for each in network.warehouses() if each.id == parcel.warehouse_id)
    to = placing.addresses([parcel.order_id])[parcel.order_id]
    return (site.country, site.postal_code), (to.country, to.postal_code)
