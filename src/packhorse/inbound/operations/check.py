"""What every verb of goods on their way in asks first: that words and numbers are such, and that a paper is open."""

from collections.abc import Sequence
from datetime import date

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.inbound.models import Delivery
from packhorse.inbound.rules import MAX_UNITS, Announced, Ordered, delivery_number
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow

MOST_LINES = 2000


def products(lines: Sequence[Ordered] | Sequence[Announced]) -> list[int]:
    """Return the product id of each line. Refuses no lines, a product that is not listed, a kit, a wrong number."""
    if not 0 < len(lines) <= MOST_LINES:
        raise Refusal("NO_LINES", f"lines: name 1 to {MOST_LINES:,} products.", status=422)
    ids = catalog.ids_by_sku(line.sku for line in lines)
    for nth, line in enumerate(lines):
        if line.sku not in ids:
            raise Refusal("UNKNOWN_PRODUCT", f"lines.{nth}.sku: product {line.sku!r} is not listed.", status=422)
        units(line.quantity, f"lines.{nth}.quantity: ")
    kits = catalog.kits(ids.values())
    if found := next((line.sku for line in lines if ids[line.sku] in kits), ""):
        words = f"lines: {found} is a kit and is never stocked: name its parts."
        raise Refusal("KIT", words, status=422, details={"sku": found})
    return [ids[line.sku] for line in lines]


def units(quantity: int, where: str = "") -> None:
    """Refuse what is no number of units."""
    if not 0 < quantity <= MAX_UNITS:
        raise Refusal("WRONG_QUANTITY", f"{where}give a number of units from 1 to {MAX_UNITS:,}.", status=422)


def text(words: str, longest: int, where: str) -> str:
    """Return words without the blanks around them. Refuses those that are too long."""
    if len(words.strip()) > longest or "\x00" in words:
        raise Refusal("TOO_LONG", f"{where}: at most {longest} characters.", status=422)
    return words.strip()


def warehouse(code: str, where: str = "warehouse") -> WarehouseRow:
    """Return a warehouse. Refuses one that does not exist."""
    found = network.warehouse(code)
    if found is None:
        raise Refusal("UNKNOWN_WAREHOUSE", f"{where}: there is no warehouse {code[:20]!r}.", status=422)
    return found


def lock(delivery_id: int, *, states: Sequence[str]) -> Delivery:
    """Lock a delivery, as everybody does who changes it. Refuses one in another state."""
    row = found(delivery_id)
    state(row, states)
    return row


def found(delivery_id: int) -> Delivery:
    """Lock a delivery, whatever its state: a scan that is sent again is answered before that is asked."""
    row = Delivery.objects.select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if row is None:
        raise missing("delivery", delivery_number(delivery_id))
    return row


def state(row: Delivery, states: Sequence[str]) -> None:
    """Refuse a delivery in another state."""
    if row.state not in states:
        words = f"{delivery_number(row.pk)} is {row.state}: that can be done only while it is {' or '.join(states)}."
        raise Refusal("WRONG_STATE", words, details={"state": row.state})


def day(on: date | None, *, today: date, where: str = "expected_on") -> None:
    """Refuse a day that cannot be meant."""
    if on and not (today.year - 1 <= on.year <= today.year + 5):
        raise Refusal("WRONG_DAY", f"{where}: {on} cannot be meant; give a day near to now.", status=422)
