"""Files of carton types: which columns they have, what a row says, and rows out of what is kept. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from packhorse.money import minor, written
from packhorse.packing.rules import NewCarton, carton_faults
from packhorse.tables import RowFault

NEEDS = (
    "code", "name", "inner_length_mm", "inner_width_mm", "inner_height_mm", "outer_length_mm", "outer_width_mm",
    "outer_height_mm", "tare_g", "max_weight_g", "cost",
)  # fmt: skip
COLUMNS = (*NEEDS, "kind", "around_mm", "filling_cost", "filling_g", "holds_hours", "retired")
MONEY = {"cost": "cost_minor", "filling_cost": "filling_minor"}
NUMBERS = tuple(name for name in COLUMNS if name not in ("code", "name", "kind", "retired", *MONEY))
YES, NO = ("yes", "true", "1", "x"), ("", "no", "false", "0")


@dataclass(frozen=True)
class FileCarton:
    """A row of the file."""

    line: int
    carton: NewCarton
    retired: bool


def missing_columns(names: Iterable[str]) -> list[str]:
    """Return the columns that the file must have and has not."""
    there = set(names)
    return [name for name in NEEDS if name not in there]


def unknown_columns(names: Iterable[str]) -> list[str]:
    """Return the columns that mean nothing: a misspelled one is not lost."""
    return [name for name in names if name and name not in COLUMNS]


def read_cartons(
    rows: Iterable[tuple[int, Mapping[str, str]]], currency: str
) -> tuple[list[FileCarton], list[RowFault]]:
    """Return the cartons that rows say, and what is wrong in the others."""
    good: list[FileCarton] = []
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    for line, cells in rows:
        values, wrong = _values(cells, currency)
        retired = cells.get("retired", "").lower()
        if retired not in (*YES, *NO):
            wrong.append(("retired", f"{retired[:20]!r} is neither yes nor no"))
        made = NewCarton(cells.get("code", ""), cells.get("name", ""), kind=cells.get("kind", "") or "box", **values)
        if not wrong:
            columns = {field: column for column, field in MONEY.items()}
            wrong = [(columns.get(field, field), reason) for field, reason in carton_faults(made)]
        if not wrong and made.code in seen:
            wrong.append(("code", f"{made.code} stands on line {seen[made.code]} already"))
        faults += [RowFault(line, column, reason) for column, reason in wrong]
        if not wrong:
            seen[made.code] = line
            good.append(FileCarton(line, made, retired in YES))
    return good, faults


def _values(cells: Mapping[str, str], currency: str) -> tuple[dict[str, int], list[tuple[str, str]]]:
    values, wrong = {}, []
    for name in NUMBERS:
        text = cells.get(name, "") or ("" if name in NEEDS else "0")
        if text.isascii() and text.isdecimal() and len(text) <= 9:
            values[name] = int(text)
        else:
            values[name] = 1
            wrong.append((name, f"{text[:20]!r} is no whole number" if text else "is empty: fill it in"))
    for name, field in MONEY.items():
        text = cells.get(name, "") or ("" if name in NEEDS else "0")
        amount = minor(text, currency) if text else None
        values[field] = amount or 0
        if amount is None:
            wrong.append((name, f"{text[:20]!r} is no amount: write it like 0.42" if text else "is empty: fill it in"))
    return values, wrong


def as_row(carton: NewCarton, retired: bool, currency: str) -> Sequence[str]:
    """Return a carton as a row of the file: what is read from it again is the same."""
    cells = {name: str(getattr(carton, name)) for name in (*NUMBERS, "code", "name", "kind")}
    cells |= {name: written(getattr(carton, field), currency) for name, field in MONEY.items()}
    return [(cells | {"retired": "yes" if retired else "no"})[name] for name in COLUMNS]
