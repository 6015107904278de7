"""Cartons, parcels, weights: what packing decides by."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from packhorse.algorithms.packing.goods import Placement, Sides
from packhorse.algorithms.packing.laying import Laid

PARCEL_STATES = {
    "packing": frozenset({"packed", "cancelled"}),
    "packed": frozenset({"shipped", "cancelled"}),
    "shipped": frozenset(),
    "cancelled": frozenset(),
}


CARTON_KINDS = ("box", "mailer", "tube", "insulated")
CLIMATES = ("chilled", "frozen")  # of storage classes, those that are to be kept cold on the way
STOCK_KINDS = ("received", "counted", "used")
MOST_MM, MOST_G, MOST_MINOR, MOST_HOURS, MOST_COUNT = 10_000, 1_000_000, 1_000_000, 240, 1_000_000
LONGEST = {"code": 20, "name": 120}
LIMITED_GROSS_G = 30_000  # of a parcel with dangerous goods in limited quantities, where nobody says less (ADR 3.4.2)
DOOR_HOUR, USUAL_HOURS = 20, 48  # what is to come on a day is there by then; where no day is known
MOST_PACKS = 200
LONGEST_NOTE = 200
SIDES = ("length_mm", "width_mm", "height_mm")


@dataclass(frozen=True)
class NewCarton:
    """A carton type: inner and outer millimetres, empty weight and gross limit in grams, cost in minor units.

    `kind`: a mailer is as high as what is in it; an insulated one keeps cold for `holds_hours` by itself. `around_mm`:
    kept free for padding at each wall. `filling_minor`, `filling_g`: price and weight of a litre of filling.
    """

    code: str
    name: str
    inner_length_mm: int
    inner_width_mm: int
    inner_height_mm: int
    outer_length_mm: int
    outer_width_mm: int
    outer_height_mm: int
    tare_g: int
    max_weight_g: int
    cost_minor: int
    kind: str = "box"
    around_mm: int = 0
    filling_minor: int = 0
    filling_g: int = 0
    holds_hours: int = 0


@dataclass(frozen=True)
class NewCoolant:
    """A pack of coolant for chilled or frozen goods: it keeps `hold_litres` of a carton cold for `hold_hours`."""

    code: str
    name: str
    climate: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    cost_minor: int
    hold_hours: int
    hold_litres: int


def carton_faults(carton: NewCarton) -> list[tuple[str, str]]:
    """Return (field, what is wrong with it and what to do); nothing: it can be kept."""
    found = _of_texts(carton.code, carton.name)
    if carton.kind not in CARTON_KINDS:
        found.append(("kind", f"{carton.kind[:20]!r} is none: use one of {', '.join(CARTON_KINDS)}"))
    for name in (*(f"inner_{side}" for side in SIDES), *(f"outer_{side}" for side in SIDES)):
        found += _between(name, getattr(carton, name), 1, MOST_MM, "mm")
    found += _between("tare_g", carton.tare_g, 1, MOST_G, "g")
    found += _between("max_weight_g", carton.max_weight_g, 1, MOST_G, "g")
    found += _between("cost_minor", carton.cost_minor, 0, MOST_MINOR, "minor units")
    found += _between("filling_minor", carton.filling_minor, 0, MOST_MINOR, "minor units a litre")
    found += _between("filling_g", carton.filling_g, 0, 1_000, "g a litre")
    found += _between("around_mm", carton.around_mm, 0, MOST_MM, "mm")
    found += _between("holds_hours", carton.holds_hours, 0, MOST_HOURS, "hours")
    if found:
        return found
    for side in SIDES:
        inner, outer = getattr(carton, f"inner_{side}"), getattr(carton, f"outer_{side}")
        if inner > outer:
            found.append((f"inner_{side}", f"{inner} mm inside is more than {outer} mm outside: change one of them"))
        elif inner <= 2 * carton.around_mm:
            found.append(("around_mm", f"{carton.around_mm} mm at each wall leave no room in {inner} mm"))
    if carton.max_weight_g <= carton.tare_g:
        found.append(("max_weight_g", f"{carton.max_weight_g} g is no more than it weighs empty"))
    if carton.holds_hours and carton.kind != "insulated":
        found.append(("holds_hours", "only an insulated carton keeps cold by itself: make it one, or leave it 0"))
    return found


def coolant_faults(coolant: NewCoolant) -> list[tuple[str, str]]:
    """Return the same of a coolant."""
    found = _of_texts(coolant.code, coolant.name)
    if coolant.climate not in CLIMATES:
        found.append(("climate", f"{coolant.climate[:20]!r} is none: use one of {', '.join(CLIMATES)}"))
    for side in SIDES:
        found += _between(side, getattr(coolant, side), 1, MOST_MM, "mm")
    found += _between("weight_g", coolant.weight_g, 1, MOST_G, "g")
    found += _between("cost_minor", coolant.cost_minor, 0, MOST_MINOR, "minor units")
    found += _between("hold_hours", coolant.hold_hours, 1, MOST_HOURS, "hours")
    return found + _between("hold_litres", coolant.hold_litres, 1, 1_000, "litres")


def _of_texts(code: str, name: str) -> list[tuple[str, str]]:
    found = []
    for field, text in (("code", code), ("name", name)):
        if not text.strip() or text != text.strip() or not text.isprintable() or len(text) > LONGEST[field]:
            found.append((field, f"give it one of up to {LONGEST[field]} printable characters, no space around"))
    if "/" in code:
        found.append(("code", "leave out the slash"))
    return found


def _between(name: str, value: int, least: int, most: int, unit: str) -> list[tuple[str, str]]:
    return [] if least <= value <= most else [(name, f"{value} is not between {least} and {most:,} {unit}")]


def packs_needed(*, hours: int, holds_hours: int, hold_hours: int, hold_litres: int, room_mm3: int) -> int:
    """Return the packs of coolant that keep a carton's room cold for so many hours, of which it keeps some itself."""
    lacking = hours - holds_hours
    if lacking <= 0:
        return 0
    return -(-lacking // hold_hours) * -(-room_mm3 // (hold_litres * 1_000_000))


def weight_is_plausible(*, expected_g: int, measured_g: int) -> bool:
    """Say whether a measured parcel weight can be right: within 5 % or 50 g of the expected, whichever is more."""
    return measured_g > 0 and abs(measured_g - expected_g) <= max(50, expected_g // 20)


def kept(room: Sides, laid: Sequence[Laid]) -> dict[str, Any]:
    """Return what is kept of a parcel's plan: the room in the carton, and the blocks in the order they are laid."""
    return {"room": list(room), "blocks": [[each.stands, *astuple(each.placement)] for each in laid]}


def as_laid(plan: dict[str, Any]) -> tuple[Sides, list[Laid]]:
    """Return a plan as it was before it was kept."""
    length, width, height = plan["room"]
    return (length, width, height), [Laid(Placement(*block), stands) for stands, *block in plan["blocks"]]
