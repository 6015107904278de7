"""Kits of an order: their parts are cancelled, changed and parted only together, in whole kits."""

from collections.abc import Iterable, Mapping

from packhorse.errors import Refusal, missing
from packhorse.placing.models import OrderLine
from packhorse.placing.rules import LineCount, open_kits, order_number

NO_KITS: Mapping[int, int] = {}


def by_kit(lines: Iterable[OrderLine]) -> dict[int, list[OrderLine]]:
    """Return {kit on the order: its parts}."""
    found: dict[int, list[OrderLine]] = {}
    for line in lines:
        if line.kit_id is not None:
            found.setdefault(line.kit_id, []).append(line)
    return found


def counts(parts: Iterable[OrderLine]) -> list[tuple[int, LineCount]]:
    """Return (units in one kit, what has become of them) of a kit's parts, as the rules take them."""
    return [
        (line.kit_units, LineCount(line.quantity, line.cancelled, line.sourced, line.shipped, line.delivered))
        for line in parts
    ]


def units_of(order_id: int, lines: Iterable[OrderLine], kits: Mapping[int, int], *, code: str) -> dict[int, int]:
    """Return {order line id: units} of `kits` {kit on the order: how many}. Refuses (`code`) more than are open."""
    parts_of = by_kit(lines)
    units = {}
    for kit_id, wanted in kits.items():
        if kit_id not in parts_of:
            raise missing("kit of the order", kit_id)
        left = open_kits(counts(parts_of[kit_id]))
        if not 0 < wanted <= left:
            where = f"{order_number(order_id)}, kit at line {parts_of[kit_id][0].position}"
            raise Refusal(code, f"{where}: you asked for {wanted}, {left} whole ones are still open.")
        units |= {line.pk: wanted * line.kit_units for line in parts_of[kit_id]}
    return units


def whole_kits(order_id: int, lines: Iterable[OrderLine], units: Mapping[int, int]) -> dict[int, int]:
    """Return {kit on the order: how many} that `units` {order line id: units} make up. Refuses parts alone."""
    found = {}
    for kit_id, parts in by_kit(lines).items():
        asked = [divmod(units.get(line.pk, 0), line.kit_units) for line in parts]
        if len(set(asked)) > 1 or any(rest for _, rest in asked):
            raise part_alone(order_id, next(line for line in parts if line.pk in units))
        if asked[0][0]:
            found[kit_id] = asked[0][0]
    return found


def part_alone(order_id: int, line: OrderLine) -> Refusal:
    """Return the refusal of something that would be done to a part of a kit and not to the whole kit."""
    text = f"{order_number(order_id)}, line {line.position} is a part of a kit: name the kit and how many whole ones."
    return Refusal("PART_OF_KIT", text, details={"kit_id": line.kit_id, "line_id": line.pk})
