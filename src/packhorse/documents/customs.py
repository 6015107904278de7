"""What is declared to customs: the goods of a parcel that leaves the customs union, and what is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from packhorse.documents.label import Address
from packhorse.money import written

# Categories of the forms CN22 and CN23 of the Universal Postal Union.
CATEGORIES = {
    "sale": "Sale of goods",
    "gift": "Gift",
    "documents": "Documents",
    "sample": "Commercial sample",
    "returned": "Returned goods",
    "other": "Other",
}


@dataclass(frozen=True)
class CustomsLine:
    """Units of one product: grams and minor currency units are of all of them together, `origin` is two letters.

    `sku` stands on no paper: it says whose data to mend.
    """

    description: str
    quantity: int
    weight_g: int
    value_minor: int
    hs_code: str
    origin: str
    sku: str = ""


@dataclass(frozen=True)
class Fault:
    """Why customs would not take a declaration; of a product also which, and `what` it lacks in a word or two."""

    text: str
    sku: str = ""
    what: str = ""


@dataclass(frozen=True)
class Declaration:
    """All that CN22, CN23 and the commercial invoice say of a parcel.

    `number` is the parcel's tracking number, `gross_g` its weight with packaging, `category` a key of `CATEGORIES` and
    `explanation` what "other" means. `postage_minor` is the freight paid; `seller_number` and `buyer_number` are the
    references that customs know both by (EORI, IOSS, VAT). `terms` are Incoterms with their place.
    """

    number: str
    sender: Address
    recipient: Address
    lines: tuple[CustomsLine, ...]
    gross_g: int
    currency: str
    category: str
    declared_on: date
    order_number: str
    explanation: str = ""
    postage_minor: int | None = None
    insurance_minor: int = 0
    seller_number: str = ""
    buyer_number: str = ""
    comments: str = ""
    licence: str = ""
    certificate: str = ""
    invoice: str = ""
    terms: str = ""
    office: str = ""
    signed_by: str = ""

    @property
    def value_minor(self) -> int:
        """Value of the goods, without freight."""
        return sum(line.value_minor for line in self.lines)

    @property
    def net_g(self) -> int:
        """Weight of the goods, without packaging."""
        return sum(line.weight_g for line in self.lines)


def problems(paper: Declaration) -> list[str]:
    """Return why customs would not take a declaration, one sentence each; nothing if it is whole."""
    return [fault.text for fault in faults(paper)]


def faults(paper: Declaration) -> list[Fault]:
    """Return the same with the products to mend."""
    of_lines = (
        Fault(text, line.sku, what)
        for nth, line in enumerate(paper.lines, start=1)
        for what, text in _of_line(f"Line {nth}", line, paper.category)
    )
    return [*map(Fault, _of_whole(paper)), *of_lines]


def _of_whole(paper: Declaration) -> Iterator[str]:
    if not paper.lines:
        yield "Nothing is declared: the parcel has no lines."
    if paper.category not in CATEGORIES:
        yield f"{paper.category[:20]!r} is no category: use one of {', '.join(CATEGORIES)}."
    if paper.category == "other" and not paper.explanation.strip():
        yield "The category is “other”: say what it is."
    if paper.net_g > paper.gross_g:
        yield f"The goods weigh {kg(paper.net_g)}, more than the whole parcel with {kg(paper.gross_g)}."


def _of_line(name: str, line: CustomsLine, category: str) -> Iterator[tuple[str, str]]:
    where = f"{name} ({line.description[:40]})"
    if not line.description.strip():
        yield "description", f"{name} has no description."
    if not line.hs_code and category in ("sale", "sample", "returned"):
        yield "HS code", f"{where} has no HS code: give the product one."
    digits = line.hs_code.replace(".", "").replace(" ", "")
    if line.hs_code and not (digits.isascii() and digits.isdecimal() and 6 <= len(digits) <= 10):
        yield "HS code", f"{where}: {line.hs_code[:20]!r} is no HS code of 6 to 10 digits."
    if not (len(line.origin) == 2 and line.origin.isascii() and line.origin.isalpha()):
        yield "country of origin", f"{where} has no country of origin: give the product two letters, such as GB."
    if line.quantity <= 0 or line.weight_g <= 0:
        yield "weight", f"{where} needs a quantity and a weight above zero."
    if line.value_minor <= 0:
        yield "value", f"{where} has no value: customs want the price of what is free, too."


def kg(grams: int) -> str:
    """Return a weight as it is written on papers."""
    return f"{grams / 1000:.3f} kg"


def money(minor: int, currency: str) -> str:
    """Return an amount as it is written on papers."""
    return f"{written(minor, currency)} {currency}"
