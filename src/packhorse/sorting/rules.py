"""The put wall and the lanes: one slot an order, one lane a destination."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time

SLOT_STATES = {
    "free": frozenset({"filling"}),
    "filling": frozenset({"complete", "free", "to_clear"}),
    "complete": frozenset({"free", "to_clear"}),
    "to_clear": frozenset({"free"}),  # the order was cancelled, and its goods lie in the slot until somebody clears it
}
HOLDS = {"": "parcels stand loose", "pallet": "a pallet", "cage": "a roll cage"}


NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True)
class NewLane:
    """A lane for parcels. What is empty is not asked for: without any rule it takes what no other lane names.

    `countries` are ISO codes, `carrier` and `service` codes of the carriers' tables, `postal_prefixes` what a postal
    code begins with. Low `precedence` goes first. After `cutoff` (the warehouse's time) parcels go to the next lane
    that takes them, if there is one. Lanes `in_turn` that take the same fill in turn. `holds`: what stands in the lane.
    """

    code: str
    barcode: str
    countries: tuple[str, ...] = ()
    precedence: int = 100
    carrier: str = ""
    service: str = ""
    postal_prefixes: tuple[str, ...] = ()
    cutoff: time | None = None
    in_turn: bool = False
    holds: str = "pallet"


@dataclass(frozen=True)
class Bound:
    """What lanes ask of a parcel: where to, with whom, and the warehouse's time at which its label is bought."""

    country: str
    postal_code: str = ""
    carrier: str = ""
    service: str = ""
    at: time | None = None


def lane_for(parcel: Bound, lanes: Sequence[NewLane], *, standing: Mapping[str, int] = NOTHING) -> str | None:
    """Return the code of the lane for a parcel, or None when no lane takes it. `standing` {lane: parcels bound for it}.

    The first that takes it counts: by precedence, then the one that asks for more, then by code.
    """
    takers = [lane for lane in sorted(lanes, key=_turn) if _takes(lane, parcel)]
    open_ones = [lane for lane in takers if not (lane.cutoff and parcel.at and parcel.at > lane.cutoff)]
    first = next(iter(open_ones or takers), None)
    if first is None or not first.in_turn:
        return first.code if first else None
    equals = [lane for lane in open_ones or takers if lane.in_turn and _asks(lane) == _asks(first)]
    return min(equals, key=lambda lane: (standing.get(lane.code, 0), _turn(lane))).code


def unreached(lanes: Sequence[NewLane]) -> dict[str, str]:
    """Return {lane that no parcel reaches: the lane before it that takes all it asks for}."""
    found: dict[str, str] = {}
    ordered = sorted(lanes, key=_turn)
    for nth, lane in enumerate(ordered):
        for before in ordered[:nth]:
            shared = before.in_turn and lane.in_turn and _asks(before) == _asks(lane)
            if before.code not in found and not before.cutoff and not shared and _covers(before, lane):
                found[lane.code] = before.code
                break
    return found


def clean(lane: NewLane) -> NewLane:
    """Return a lane as it is kept: countries and prefixes in capitals, without blanks. Raises ValueError in words."""
    countries = tuple(sorted({each.strip().upper() for each in lane.countries if each.strip()}))
    prefixes = tuple(sorted({_postal(each) for each in lane.postal_prefixes if _postal(each)}))
    code, barcode = lane.code.strip(), lane.barcode.strip()
    if wrong := [each for each in countries if not re.fullmatch(r"[A-Z]{2}", each)]:
        raise ValueError(f"countries: {wrong[0][:20]!r} is no country: use two letters, such as GB")
    if wrong := [each for each in prefixes if not re.fullmatch(r"[A-Z0-9-]{1,12}", each)]:
        raise ValueError(f"postal_prefixes: {wrong[0][:20]!r} begins no postal code")
    if not (code and len(code) <= 20 and barcode and len(barcode) <= 64 and barcode.isascii()):
        raise ValueError("code, barcode: give a code of up to 20 characters and a barcode of up to 64")
    if not 0 <= lane.precedence <= 999:
        raise ValueError("precedence: give a number from 0 (first) to 999 (last)")
    if lane.holds not in HOLDS:
        raise ValueError("holds: use pallet, cage, or nothing for parcels that stand loose")
    return replace(lane, code=code, barcode=barcode, countries=countries, postal_prefixes=prefixes)


def _turn(lane: NewLane) -> tuple[int, int, str]:
    asked = sum(map(bool, (lane.countries, lane.carrier, lane.service, lane.postal_prefixes)))
    return lane.precedence, -asked, lane.code


def _asks(lane: NewLane) -> tuple[object, ...]:
    countries, prefixes = tuple(sorted(lane.countries)), tuple(sorted(lane.postal_prefixes))
    return lane.precedence, countries, lane.carrier, lane.service, prefixes


def _postal(text: str) -> str:
    return "".join(text.split()).upper()


def _takes(lane: NewLane, parcel: Bound) -> bool:
    return (
        (not lane.countries or parcel.country in lane.countries)
        and lane.carrier in ("", parcel.carrier)
        and lane.service in ("", parcel.service)
        and (not lane.postal_prefixes or _postal(parcel.postal_code).startswith(lane.postal_prefixes))
    )


def _covers(wide: NewLane, narrow: NewLane) -> bool:
    """Whether `wide` takes all that `narrow` takes."""
    return (
        (not wide.countries or (bool(narrow.countries) and set(narrow.countries) <= set(wide.countries)))
        and wide.carrier in ("", narrow.carrier)
        and wide.service in ("", narrow.service)
        and (
            not wide.postal_prefixes
            or (
                bool(narrow.postal_prefixes) and all(p.startswith(wide.postal_prefixes) for p in narrow.postal_prefixes)
            )
        )
    )


@dataclass(frozen=True)
class NewSlot:
    """A hole in a put wall; the barcode is unique over all warehouses.

    `column` and `row` count from 1 at the left top, the size is in mm; 0 where nobody says.
    """

    wall: str
    code: str
    barcode: str
    column: int = 0
    row: int = 0
    width_mm: int = 0
    height_mm: int = 0
    depth_mm: int = 0


@dataclass(frozen=True)
class NewWall:
    """How a put wall is used; see `models.Wall`."""

    code: str
    golden_row: int = 0
    confirm: bool = False
    single: bool = False


MOST_COLUMNS, MOST_ROWS, LARGEST_MM = 30, 12, 3000


def grid(site: str, wall: str, columns: int, rows: int, size: tuple[int, int, int] = (0, 0, 0)) -> list[NewSlot]:
    """Return the slots of a wall of so many columns and rows: A1 is at the left top. Raises ValueError in words."""
    if not (1 <= columns <= MOST_COLUMNS and 1 <= rows <= MOST_ROWS):
        raise ValueError(f"columns, rows: a wall has 1 to {MOST_COLUMNS} columns and 1 to {MOST_ROWS} rows")
    if not all(0 <= each <= LARGEST_MM for each in size):
        raise ValueError(f"width_mm, height_mm, depth_mm: give millimetres up to {LARGEST_MM}, or 0 for not known")
    if not re.fullmatch(r"[A-Za-z0-9-]{1,20}", wall):
        raise ValueError("wall: a wall's code has 1 to 20 letters, digits or dashes")
    return [
        NewSlot(wall, f"{letter}{column}", f"SLOT-{site}-{wall}-{letter}{column}", column, row, *size)
        for row, letter in enumerate("ABCDEFGHIJKL"[:rows], start=1)
        for column in range(1, columns + 1)
    ]
