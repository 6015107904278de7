"""A pick task under lock: whose it is, what a scan must say to it, and how it is closed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.errors import Refusal, missing
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import BinRow
from packhorse.picking.operations.finish import finish
from packhorse.picking.rules import list_number, tote_barcode


@dataclass(frozen=True)
class Picked:
    """The answer to a scan: units taken (or laid back), the tote they are of, and whether the list is done.

    `again` says that this very scan had been taken before; it counted once. `more`: units missing here that other bins
    give, as stops of the same list; `text`: what the picker does now about a short pick.
    """

    units: int
    tote: int
    list_done: bool
    again: bool = False
    more: int = 0
    text: str = ""


@dataclass(frozen=True)
class Task:
    """A task and the list it is on, locked; what cart the list is on ("" for none); what the scan did before."""

    id: int
    pick_list_id: int
    sequence: int
    tote: int
    fulfillment_id: int
    order_id: int
    line_id: int
    allocation_id: int
    product_id: int
    bin_id: int
    lot_id: int | None
    quantity: int
    picked: int
    state: str
    scan_id: UUID | None
    picker: str
    list_state: str
    warehouse_id: int
    cart_barcode: str
    totes: int
    known_task_id: int | None
    known_kind: str | None
    known_units: int | None


@dataclass(frozen=True)
class ScanBy:
    """A scan: its id, who made it, when it came, and when its device says that it was made."""

    id: UUID
    actor: str
    at: datetime
    device_at: datetime | None = None


def lock(task_id: int, scan_id: UUID | None = None) -> sql.Answer[Task]:
    """Lock a task and its list; refuses a task that is not there."""

    def locked(found: sql.Rows) -> Task:
        if not found:
            raise missing("pick task", task_id)
        return Task(*found[0])

    return sql.ask("picking", "lock_task", {"task": task_id, "uid": scan_id}, locked)


def mine(task: Task, actor: str) -> Task:
    """Return the task of one's own list; refuses that of another's."""
    if task.picker != actor:
        who = task.picker or "nobody yet: take the list first"
        raise Refusal("NOT_YOUR_LIST", f"Pick list {list_number(task.pick_list_id)} belongs to {who}.")
    return task


def taken_before(task: Task, kind: str, scan_id: UUID) -> Picked | None:
    """Return the answer to a scan that was taken before; refuses the id of another scan."""
    if task.known_task_id is not None and (task.known_task_id, task.known_kind) != (task.id, kind):
        text = "This scan's id is that of another scan: every scan needs an id of its own."
        raise Refusal("SCAN_ID_USED", text, status=422)
    if task.known_units is not None:
        return Picked(task.known_units, task.tote, task.list_state == "done", again=True)
    state = {"pick": "picked", "short": "short"}.get(kind)
    if task.state == state and task.scan_id == scan_id:  # it was at work while this one waited for the lock
        return Picked(task.picked, task.tote, task.list_state == "done", again=True)
    return None


def must_be_open(task: Task) -> None:
    """Refuse a task that is closed."""
    if task.state != "open":
        raise Refusal("TASK_CLOSED", f"Stop {task.sequence} is {task.state} already. Go on to the next stop.")


def must_be_bin(task: Task, bin_row: BinRow | None) -> None:
    """Refuse another bin than the task's."""
    if bin_row is None or bin_row.id != task.bin_id:
        wanted = network.bins_by_id([task.bin_id])[task.bin_id].code
        where = f"this is {bin_row.code}" if bin_row else "this code is no bin"
        raise Refusal("WRONG_BIN", f"Wrong bin: {where}. Go to {wanted}.", status=422, details={"wanted": wanted})


def must_be_item(task: Task, product: ProductRow | None) -> None:
    """Refuse other goods than the task's."""
    if product is None or product.id != task.product_id:
        wanted_product = catalog.by_id([task.product_id])[task.product_id]
        what = f"this is {product.sku} {product.name}" if product else "this code is no product"
        raise Refusal(
            "WRONG_ITEM",
            f"Wrong item: {what}. Take {wanted_product.sku} {wanted_product.name}.",
            status=422,
            details={"wanted": wanted_product.sku},
        )


def must_be_lot(task: Task, scanned: str) -> None:
    """Refuse goods that say they are of another lot than the task's."""
    if not scanned or not task.lot_id:
        return
    wanted = stock.lots_by_id([task.lot_id])[task.lot_id].code
    if scanned != wanted:
        text = f"Wrong lot: this is {scanned}. Take {wanted}: it is to leave first."
        raise Refusal("WRONG_LOT", text, status=422, details={"wanted": wanted})


def must_be_tote(task: Task, tote_code: str) -> None:
    """Refuse another tote than the task's. It need not be scanned without a cart, or when there is only one tote."""
    if not task.cart_barcode or (task.totes < 2 and not tote_code):
        return
    wanted = tote_barcode(task.cart_barcode, task.tote)
    if not tote_code:
        text = f"Scan tote {task.tote}, into which it goes."
        raise Refusal("TOTE_WANTED", text, status=422, details={"wanted": wanted})
    if tote_code != wanted:
        text = f"Wrong tote: this is {tote_code[:40]}. Lay it into tote {task.tote} ({wanted})."
        raise Refusal("WRONG_TOTE", text, status=422, details={"wanted": wanted})


def close(task: Task, kind: str, *, picked: int, quantity: int, scan: ScanBy, reason: str = "") -> sql.Answer[bool]:
    """Close the task by a scan (`pick`, `short`), and say whether its list has another open one."""
    values = {
        "task": task.id,
        "state": {"pick": "picked", "short": "short"}[kind],
        "kind": kind,
        "picked": picked,
        "quantity": quantity,
        "scan": scan.id,
        "actor": scan.actor,
        "now": scan.at,
        "device_at": scan.device_at,
        "reason": reason[:100],
    }
    return sql.ask("picking", "close_task", values, lambda found: bool(found[0][0]))


def done(task: Task, more: bool, now: datetime, actor: str) -> bool:
    """Say whether the list is done, once it has no other open task."""
    return not more and finish(task.pick_list_id, now=now, actor=actor)
