"""What a product, its packs and a kit are, before any table: the facts the stages decide by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from packhorse.algorithms.countries import COUNTRIES
from packhorse.algorithms.dangerous import HAZMAT_CLASSES, is_un_number
from packhorse.algorithms.gs1_elements import parse, spellings

STORAGE_CLASSES = ("ambient", "chilled", "frozen", "hazmat", "bulky")
LEVELS = ("inner", "case", "pallet")  # packs, each holding whole ones of those before it
LONGEST = {"sku": 64, "name": 300, "barcode": 64, "keep_apart": 20, "keep_together": 20}
OF_PARTS = (
    "not_to",
    "hazmat_class",
    "un_number",
    "own_container",
    "bears_g",
    "keep_apart",
    "keep_together",
    "cushion_mm",
)  # said of no kit
MOST_UNITS = 1_000_000  # in a pack, and of a part in a kit
MOST_PARTS = 100
MOST_MM, MOST_GRAMS, MOST_MINOR = 100_000, 100_000_000, 10**12
MOST_DAYS = 36_500
MOST_CUSHION_MM = 500
ABROAD = "ABROAD"  # among the countries to which goods may not be sent: never out of the warehouse's own


@dataclass(frozen=True)
class NewPack:
    """Units packed together; sizes in mm and the weight in g are those of the pack whole."""

    level: str
    units: int
    barcode: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int


@dataclass(frozen=True)
class NewPart:
    """So many units of a product (by SKU) are in one kit."""

    sku: str
    units: int


@dataclass(frozen=True)
class NewProduct:
    """A product to be listed.

    Sizes are outer sizes of one unit in millimetres, the weight in grams, the price in minor units
    of `currency` (ISO 4217). `barcode` is what the picker scans (GTIN-13 as a rule). `assumed_size`
    marks sizes and weight that nobody has measured yet. `packs` and `parts` (of a kit) None: they stay as they are.
    `not_to`: countries (ISO 3166) to which it may not be sent, or ABROAD. `hazmat_class`: of dangerous goods in
    carriage, one of HAZMAT_CLASSES; empty for all others, wherever they are stored. `un_number`: theirs, such as
    UN3481; it may stand without a class (small batteries are of none in carriage). `own_container`: each unit is
    sent as it is, a parcel of its own without a carton. `bears_g`: grams that may lie above a unit at most (0: it is
    fragile; None: anything). Goods of two groups `keep_apart` never share a carton; those of one set `keep_together`
    stay in one carton if any holds the set. `cushion_mm`: kept free for padding on each side of it in a carton.
    """

    sku: str
    name: str
    barcode: str
    price_minor: int
    currency: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    storage_class: str = "ambient"
    this_side_up: bool = False
    assumed_size: bool = False
    tracks_lots: bool = False
    tracks_serials: bool = False
    min_days_left: int | None = None
    hs_code: str = ""
    origin: str = ""
    not_to: Sequence[str] = ()
    hazmat_class: str = ""
    un_number: str = ""
    own_container: bool = False
    bears_g: int | None = None
    keep_apart: str = ""
    keep_together: str = ""
    cushion_mm: int = 0
    packs: tuple[NewPack, ...] | None = None
    parts: tuple[NewPart, ...] | None = None


@dataclass(frozen=True)
class Meant:
    """What a scanned or typed text means: the barcodes or SKUs it may stand for, and what else it says of the goods."""

    codes: tuple[str, ...]
    lot: str = ""
    expires_on: date | None = None
    serial: str = ""
    count: int = 1


def meant(text: str, *, today: date) -> Meant:
    """Return what a text means. Every scan is read here and nowhere else, and element strings of GS1 with it.

    An element string that is wrong means nothing. `today` tells the century of its days.
    """
    code = text.strip()
    if not code or "\x00" in code:
        return Meant(())
    try:
        said = parse(code, today=today)
    except ValueError:
        return Meant(())
    if not said.gtin:
        return Meant((code,) if said.code else ())
    return Meant(spellings(said.gtin), said.lot, said.expires_on or said.best_before, said.serial, said.count or 1)


def faults(product: NewProduct) -> list[str]:
    """Say in words what keeps `product` from being listed; an empty list means nothing does."""
    return [
        *_of_texts(product),
        *_of_size("", product),
        *_of_facts(product),
        *_of_packs(product),
        *_of_parts(product),
    ]


def _of_texts(product: NewProduct) -> Iterator[str]:
    if not product.sku.strip():
        yield "sku is empty: give every product a code"
    if not product.name.strip():
        yield "name is empty"
    if not product.barcode.strip():
        yield "barcode is empty: the picker must have something to scan"
    for field, longest in LONGEST.items():
        yield from _of_text(field, getattr(product, field), longest)
    if product.sku != product.sku.strip() or "/" in product.sku:
        yield "sku begins or ends with a space, or holds a slash: correct the code"
    if product.barcode != product.barcode.strip():
        yield "barcode begins or ends with a space"
    if not (len(product.currency) == 3 and product.currency.isascii() and product.currency.isupper()):
        yield f"currency {product.currency[:10]!r} is not three capitals (ISO 4217), for example GBP"


def _of_text(field: str, text: str, longest: int) -> Iterator[str]:
    if len(text) > longest:
        yield f"{field} is longer than {longest} characters"
    if "\x00" in text:
        yield f"{field} holds a NUL character"


def _of_size(what: str, thing: NewProduct | NewPack) -> Iterator[str]:
    sizes = thing.length_mm, thing.width_mm, thing.height_mm
    if min(sizes) <= 0:
        yield f"{what}length, width and height must be above zero millimetres"
    if thing.weight_g <= 0:
        yield f"{what}weight must be above zero grams"
    if max(sizes) > MOST_MM or thing.weight_g > MOST_GRAMS:
        yield f"{what}size or weight is beyond all reason: write millimetres and grams"


def _of_facts(product: NewProduct) -> Iterator[str]:
    if product.price_minor < 0:
        yield "price must not be negative"
    if product.price_minor > MOST_MINOR:
        yield "price is beyond all reason"
    if product.storage_class not in STORAGE_CLASSES:
        yield f"storage class {product.storage_class[:40]!r} is unknown: use one of {', '.join(STORAGE_CLASSES)}"
    if product.min_days_left is not None and not 0 < product.min_days_left <= MOST_DAYS:
        yield f"min_days_left is not between 1 and {MOST_DAYS:,} days: leave it out when it does not matter"
    if product.bears_g is not None and not 0 <= product.bears_g <= MOST_GRAMS:
        yield "bears_g must not be negative or beyond all reason: 0 means nothing may lie on it, left out anything"
    if not 0 <= product.cushion_mm <= MOST_CUSHION_MM:
        yield f"cushion_mm is not between 0 and {MOST_CUSHION_MM} mm: what is kept free for padding on each side"
    digits = product.hs_code.replace(".", "")
    if product.hs_code and not (digits.isascii() and digits.isdecimal() and 6 <= len(digits) <= 10):
        yield f"hs_code {product.hs_code[:20]!r} is not a customs code of 6 to 10 digits"
    elif len(product.hs_code) > 12:
        yield "hs_code has too many dots"
    if product.origin and not (len(product.origin) == 2 and product.origin.isascii() and product.origin.isupper()):
        yield f"origin {product.origin[:10]!r} is not a two-letter ISO 3166 code, for example GB"
    if lost := next((each for each in product.not_to if each != ABROAD and each not in COUNTRIES), None):
        yield f"not_to: {lost[:10]!r} is no country: use two-letter ISO 3166 codes, such as FR, or {ABROAD}"
    if len(set(product.not_to)) < len(product.not_to):
        yield "not_to: a country stands twice"
    if product.hazmat_class and product.hazmat_class not in HAZMAT_CLASSES:
        yield f"hazmat_class {product.hazmat_class[:10]!r} is unknown: use one of {', '.join(HAZMAT_CLASSES)}, or none"
    if product.un_number and not is_un_number(product.un_number):
        yield f"un_number {product.un_number[:10]!r} is none: write UN and four digits, such as UN3481"


def _of_packs(product: NewProduct) -> Iterator[str]:
    packs = product.packs or ()
    if unknown := next((pack.level for pack in packs if pack.level not in LEVELS), None):
        yield f"pack level {unknown[:40]!r} is unknown: use one of {', '.join(LEVELS)}"
        return
    ordered = sorted(packs, key=lambda pack: LEVELS.index(pack.level))
    for pack in ordered:
        if not 1 < pack.units <= MOST_UNITS:
            yield f"{pack.level}: a pack holds between 2 and {MOST_UNITS:,} units"
        if not pack.barcode.strip() or pack.barcode != pack.barcode.strip():
            yield f"{pack.level}: barcode is empty, or begins or ends with a space"
        yield from _of_text(f"{pack.level}: barcode", pack.barcode, LONGEST["barcode"])
        yield from _of_size(f"{pack.level}: ", pack)
    for lower, upper in pairwise(ordered):
        if lower.level == upper.level:
            yield f"{upper.level}: a product has one pack of each level"
        elif lower.units > 1 and (upper.units <= lower.units or upper.units % lower.units):
            yield f"{upper.level}: {upper.units} units are not several whole {lower.level}s of {lower.units}"
    codes = [product.barcode, *(pack.barcode for pack in packs)]
    if twice := next((code for code in codes if code.strip() and codes.count(code) > 1), None):
        yield f"barcode {twice[:64]} stands twice: every pack has one of its own"


def _of_parts(product: NewProduct) -> Iterator[str]:
    parts = product.parts or ()
    if len(parts) > MOST_PARTS:
        yield f"a kit has at most {MOST_PARTS} parts"
    skus = [part.sku for part in parts]
    for part in parts:
        if part.sku == product.sku:
            yield "a kit is no part of itself"
        if not 0 < part.units <= MOST_UNITS:
            yield f"part {part.sku[:64]}: a kit holds between 1 and {MOST_UNITS:,} units of it"
        if skus.count(part.sku) > 1:
            yield f"part {part.sku[:64]} stands twice: write its units once"
    if parts and product.packs:
        yield "a kit is never stocked, so it has no packs"
    for field in OF_PARTS if parts else ():
        if getattr(product, field) or (field == "bears_g" and product.bears_g is not None):
            yield f"{field}: a kit is sent as its parts, so say it of them"


def in_packs(units: int, packs: Iterable[tuple[str, int]]) -> str:
    """Say units in whole packs (level, units in one): "2 cases of 12 + 3 units"; "" where none is whole."""
    said, left = [], units
    for level, each in sorted(packs, key=lambda pack: -pack[1]):
        if count := left // each:
            name = "inner pack" if level == "inner" else level
            said.append(f"{count} {name}{'s' if count > 1 else ''} of {each}")
            left -= count * each
    if said and left:
        said.append(f"{left} unit{'s' if left > 1 else ''}")
    return " + ".join(said)


def nested(parts_of: Mapping[int, Iterable[int]]) -> tuple[int, int] | None:
    """Return (kit, part) where the part is a kit itself, or None: kits are not nested."""
    found = ((kit, part) for kit, parts in parts_of.items() for part in parts if part in parts_of)
    return next(found, None)


def whole_kits(units: Mapping[int, int], parts: Iterable[tuple[int, int]]) -> int:
    """Return how many kits of `parts` (product id, units in one) are whole among `units` {product id: units}."""
    return max(0, min((units.get(part, 0) // each for part, each in parts), default=0))


def due_on(released_on: date | None, expected_on: date | None, *, today: date) -> date | None:
    """Return the day from which goods that are lacking today may be there; None when nobody knows.

    A day that is past says nothing any more.
    """
    return max((day for day in (released_on, expected_on) if day and day > today), default=None)
