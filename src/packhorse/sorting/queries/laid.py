"""Read what was laid where, and what is still to be sorted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from packhorse import sql
from packhorse.picking import queries as picking
from packhorse.picking.queries import ListRow
from packhorse.sorting.models import Put
from packhorse.sorting.queries.walls import SlotRow, ask_slots


@dataclass(frozen=True)
class WantedRow:
    """A pick whose goods are to be laid into a slot: `units` of it in none yet, `aside` of those in overflow.

    `left` picks of its order are to be laid; `spread`: several lists bring them. `single`: each unit is scanned.
    `place_id` and `place` name the overflow place that an order lies in which is too big for the wall; `confirmed`:
    a wall of the warehouse wants each put confirmed by a second scan.
    """

    task_id: int
    fulfillment_id: int
    order_id: int
    line_id: int
    product_id: int
    bin_id: int
    warehouse_id: int
    kind: str
    units: int
    aside: int
    state: str
    slot_id: int | None
    single: bool
    left: int
    spread: bool
    place_id: int | None
    place: str
    confirmed: bool

    @property
    def is_led(self) -> bool:
        """Say whether it is known without a look at the wall where the units go."""
        return self.slot_id is not None or (self.place_id is not None and not self.aside)


@dataclass(frozen=True)
class PendingRow:
    """Units that were laid into a slot which is still to be scanned."""

    scan_id: str
    units: int
    sku: str
    name: str
    fulfillment_id: int
    slot: str


@dataclass(frozen=True)
class PutRow:
    """Units laid into a slot, or (without one) into an overflow place."""

    task_id: int
    fulfillment_id: int
    line_id: int
    product_id: int
    quantity: int
    slot: str | None
    actor: str
    at: datetime


@dataclass(frozen=True)
class LeftRow:
    """Units that a list brought and that lie in no slot yet; `aside`: the overflow place they lie in."""

    units: int
    sku: str
    name: str
    aside: str = ""


@dataclass(frozen=True)
class MissingRow:
    """What a slot waits for: on which list, who has it, whether it is still to be picked, the overflow place."""

    sku: str
    name: str
    list_id: int
    picker: str
    list_state: str
    task_state: str
    units: int
    aside: str


@dataclass(frozen=True)
class OverflowRow:
    """An overflow place and the units in it."""

    id: int
    code: str
    barcode: str
    units: int = 0


@dataclass(frozen=True)
class Wall:
    """What a sorter sees: picks that brought goods, those of them in slots, the first that are not, the slots, and
    what is still to be confirmed."""

    total: int
    done: int
    left: list[LeftRow]
    slots: list[SlotRow]
    pending: PendingRow | None


LEFT_SHOWN = 12


def wall(list_id: int, warehouse_id: int, *, actor: str = "") -> Wall:
    """Return how far a list is sorted, the first picks that lie in no slot, and the warehouse's slots."""
    with sql.together():
        asked = sql.ask("sorting", "left", {"list": list_id, "limit": LEFT_SHOWN}, list)
        slots = ask_slots(warehouse_id)
        pending = ask_pending(list_id, actor)
    found = asked.read()
    left = [LeftRow(*row[2:]) for row in found if row[2] is not None]
    return Wall(found[0][0], found[0][1], left, slots.read(), pending.read())


def ask_pending(list_id: int, actor: str) -> sql.Answer[PendingRow | None]:
    """Ask what a sorter laid into a slot of a list and has not confirmed; without a name what anybody did."""
    values = {"list": list_id, "actor": actor}
    return sql.ask(
        "sorting", "pending", values, lambda found: PendingRow(str(found[0][0]), *found[0][1:]) if found else None
    )


def ask_wanted(list_id: int, product_id: int) -> sql.Answer[list[WantedRow]]:
    """Ask for the picks of a product that a list brought and that lie in no slot yet, tote by tote."""
    values = {"list": list_id, "product": product_id}
    return sql.ask("sorting", "wanted", values, lambda found: [WantedRow(*row) for row in found])


def missing_of(fulfillment_id: int) -> list[MissingRow]:
    """Return what an order's slot still waits for."""
    return [MissingRow(*row) for row in sql.rows("sorting", "missing", {"fulfillment": fulfillment_id})]


def puts(fulfillment_ids: Iterable[int]) -> list[PutRow]:
    """Return what was laid into slots and overflow places for these fulfillment orders."""
    found = Put.objects.filter(fulfillment_id__in=set(fulfillment_ids)).order_by("id")
    fields = ("task_id", "fulfillment_id", "line_id", "product_id", "quantity", "slot__code", "actor", "at")
    return [PutRow(*row) for row in found.values_list(*fields)]


def overflows(warehouse_id: int) -> list[OverflowRow]:
    """Return a warehouse's overflow places, the emptiest first, with the units that lie in them."""
    rows = sql.rows("sorting", "overflows", {"warehouse": warehouse_id})
    return [OverflowRow(*row) for row in rows]


def ask_laid_tasks(task_ids: Iterable[int]) -> sql.Answer[set[int]]:
    """Ask which of these pick tasks need no sorting any more."""
    tasks = {"tasks": sorted(set(task_ids))}
    return sql.ask("sorting", "laid_tasks", tasks, lambda found: {row[0] for row in found})


def lists_to_sort(warehouse_id: int, *, limit: int) -> list[ListRow]:
    """Return the pick lists of a warehouse that are done and brought goods that lie in no slot yet, oldest first."""
    brought = picking.brought(warehouse_id)
    laid = ask_laid_tasks(task for _, task in brought).read()
    left = dict.fromkeys(pick_list for pick_list, task in brought if task not in laid)
    return picking.lists_by_id(list(left)[:limit])
