"""Product files: a table of rows in, products and row errors out. docs/productfile.md tells the columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from packhorse.catalog.rules import LEVELS, NewPack, NewPart, NewProduct, faults
from packhorse.money import minor
from packhorse.tables import Table, read_table

REQUIRED = ("sku", "name", "barcode", "price", "currency", "length_mm", "width_mm", "height_mm", "weight_g")
FACTS = ("storage_class", "hs_code", "origin", "hazmat_class", "un_number", "keep_apart", "keep_together")
FLAGS = ("this_side_up", "assumed_size", "tracks_lots", "tracks_serials", "own_container")
OF_PACK = ("units", "barcode", "length_mm", "width_mm", "height_mm", "weight_g")
OPTIONAL = (
    *FACTS,
    *FLAGS,
    "min_days_left",
    "bears_g",
    "cushion_mm",
    "not_to",
    "parts",
    *(f"{level}_{each}" for level in LEVELS for each in OF_PACK),
)
NO_TEXT = re.compile("[\x00\udc80-\udcff]")
YES, NO = ("yes", "true", "1", "x"), ("", "no", "false", "0")


@dataclass(frozen=True)
class RowError:
    """A row that cannot be taken: its line in the file (from 1), the column where it is one, and why."""

    line: int
    column: str
    reason: str


@dataclass
class ProductFile:
    """What a file holds: (line, product) of every row that can be read, and what is wrong with the others."""

    products: list[tuple[int, NewProduct]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    rows: int = 0


class _Wrong(Exception):
    """A cell that is not what its column holds."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read(content: bytes) -> ProductFile:
    """Read a file: CSV, TSV or Excel. Every wrong row is named; a SKU or barcode that stands twice is wrong there."""
    table, found = read_table(content), ProductFile()
    found.rows = len(table.rows) + len(table.unread)
    if table.problem:
        found.errors.append(RowError(1, "", table.problem))
        return found
    found.errors += _of_header(table.names)
    if found.errors:
        return found
    found.errors += [RowError(line, "", reason) for line, (reason, _) in table.unread.items()]
    for line, cells in table.rows:
        _read_row(line, cells, table, found)
    _refuse_twice(found)
    found.errors.sort(key=lambda error: (error.line, error.column))
    return found


def _of_header(names: list[str]) -> Iterator[RowError]:
    for column in REQUIRED:
        if column not in names:
            yield RowError(1, column, "the column is missing: add it to the header")
    for column in dict.fromkeys(names):
        if names.count(column) > 1:
            yield RowError(1, column, "the column stands twice in the header")
        if column and column not in (*REQUIRED, *OPTIONAL):
            yield RowError(1, column, "the column is not known: see docs/productfile.md, or take it out")


def _read_row(line: int, cells: list[str], table: Table, found: ProductFile) -> None:
    if len(cells) != len(table.header):
        reason = f"has {len(cells)} cells where the header has {len(table.header)}"
        found.errors.append(RowError(line, "", reason))
        return
    row = {name: table_cell.strip() for name, table_cell in zip(table.names, cells, strict=True)}
    if column := next((name for name, cell in row.items() if NO_TEXT.search(cell)), ""):
        found.errors.append(RowError(line, column, "holds a NUL, or is not UTF-8: save the file with UTF-8 encoding"))
        return
    try:
        product = _product(row)
    except _Wrong as wrong:
        found.errors.append(RowError(line, wrong.column, wrong.reason))
        return
    if wrong_facts := faults(product):
        found.errors += [RowError(line, "", reason) for reason in wrong_facts]
    else:
        found.products.append((line, product))


def _product(row: dict[str, str]) -> NewProduct:
    for column in REQUIRED:
        if not row[column]:
            raise _Wrong(column, "is empty")
    price = minor(row["price"], row["currency"])
    if price is None:
        raise _Wrong("price", f"{row['price'][:30]!r} is not an amount of {row['currency'][:10]}: write it as 12.50")
    return NewProduct(
        sku=row["sku"],
        name=row["name"],
        barcode=row["barcode"],
        price_minor=price,
        currency=row["currency"].upper(),
        length_mm=_whole(row, "length_mm"),
        width_mm=_whole(row, "width_mm"),
        height_mm=_whole(row, "height_mm"),
        weight_g=_whole(row, "weight_g"),
        storage_class=row.get("storage_class", "") or "ambient",
        hs_code=row.get("hs_code", ""),
        origin=row.get("origin", "").upper(),
        min_days_left=_whole(row, "min_days_left") if row.get("min_days_left") else None,
        not_to=tuple(row.get("not_to", "").upper().replace(",", " ").split()),
        hazmat_class=row.get("hazmat_class", "").upper(),
        un_number=row.get("un_number", "").upper().replace(" ", ""),
        bears_g=_whole(row, "bears_g") if row.get("bears_g") else None,
        cushion_mm=_whole(row, "cushion_mm") if row.get("cushion_mm") else 0,
        keep_apart=row.get("keep_apart", ""),
        keep_together=row.get("keep_together", ""),
        packs=_packs(row),
        parts=_parts(row),
        **{flag: _flag(row, flag) for flag in FLAGS},
    )


def _whole(row: dict[str, str], column: str) -> int:
    text = row[column]
    if not (text.isascii() and text.isdecimal() and len(text) <= 12):
        raise _Wrong(column, f"{text[:30]!r} is not a whole number")
    return int(text)


def _flag(row: dict[str, str], column: str) -> bool:
    text = row.get(column, "").lower()
    if text not in (*YES, *NO):
        raise _Wrong(column, f"{text[:30]!r} is neither yes nor no")
    return text in YES


def _packs(row: dict[str, str]) -> tuple[NewPack, ...] | None:
    """A file with columns of packs says all packs; one without says nothing of them."""
    if not any(f"{level}_{each}" in row for level in LEVELS for each in OF_PACK):
        return None
    packs = []
    for level in LEVELS:
        cells = {each: row.get(f"{level}_{each}", "") for each in OF_PACK}
        if not any(cells.values()):
            continue
        if lacking := next((each for each, cell in cells.items() if not cell), ""):
            raise _Wrong(f"{level}_{lacking}", f"is empty: a {level} has {', '.join(OF_PACK)}, or none of them")
        numbers = {each: _whole(row, f"{level}_{each}") for each in OF_PACK if each != "barcode"}
        packs.append(NewPack(level=level, barcode=cells["barcode"], **numbers))
    return tuple(packs)


def _parts(row: dict[str, str]) -> tuple[NewPart, ...] | None:
    """`2 MUG | 1 BOOK`: units and SKU of each part of a kit; no column says nothing of parts."""
    if "parts" not in row:
        return None
    parts = []
    for text in filter(None, (part.strip() for part in row["parts"].split("|"))):
        units, _, sku = text.partition(" ")
        if not (units.isascii() and units.isdecimal() and len(units) <= 12 and sku.strip()):
            raise _Wrong("parts", f"{text[:60]!r} is no part: write units and SKU, such as 2 MUG | 1 BOOK")
        parts.append(NewPart(sku.strip(), int(units)))
    return tuple(parts)


def _refuse_twice(found: ProductFile) -> None:
    """Of rows that name the same SKU or barcode, the first counts and the others are named."""
    seen: dict[tuple[str, str], int] = {}
    kept = []
    for line, product in found.products:
        codes = [("barcode", code) for code in (product.barcode, *(pack.barcode for pack in product.packs or ()))]
        keys = [("sku", product.sku), *codes]
        if twice := next((key for key in keys if key in seen), None):
            reason = f"{twice[1]} stands on line {seen[twice]} already"
            found.errors.append(RowError(line, twice[0], reason))
            continue
        seen |= dict.fromkeys(keys, line)
        kept.append((line, product))
    found.products = kept
