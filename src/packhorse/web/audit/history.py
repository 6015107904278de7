"""What is told of a product's stock: small rows, with warehouses and bins as people know them."""

from dataclasses import dataclass
from datetime import datetime

from packhorse.catalog.queries import ProductRow


@dataclass(frozen=True)
class Line:
    """A line of the ledger, and what the ledger adds up to after it in its warehouse."""

    id: int
    at: datetime
    kind: str
    warehouse: str
    quantity: int
    delta: int
    blocked: int
    on_hand: int
    from_bin: str
    to_bin: str
    actor: str
    document: str
    reason: str
    suspect: bool


@dataclass(frozen=True)
class Right:
    """Units that an order or a checkout has a right to; `bin` where pickers are sent for them.

    `since` is when an order was given them, or until when a checkout keeps them.
    """

    who: str
    warehouse: str
    units: int
    state: str
    bin: str
    since: datetime


@dataclass(frozen=True)
class Pick:
    """A pick that waits to be made."""

    pick_list: str
    order: str
    bin: str
    units: int


@dataclass(frozen=True)
class Snapshot:
    """What the ledger added up to before a moment, when that was kept, and what it adds up to before it now."""

    warehouse: str
    at: datetime
    on_hand: int
    ledger: int
    fits: bool


@dataclass(frozen=True)
class Level:
    """What the books say of a warehouse, each number beside what its rows say."""

    warehouse: str
    on_hand: int
    ledger: int
    there: int
    allocated: int
    promised: int
    reserved: int
    kept: int
    blocked: int
    stopped: int


@dataclass(frozen=True)
class Mended:
    """A number of this product that a repair set right."""

    at: datetime
    actor: str
    reason: str
    warehouse: str
    what: str
    place: str
    before: int
    after: int


@dataclass(frozen=True)
class Explanation:
    """All of it. `differs` says what differs now, `clues` where it began."""

    product: ProductRow
    levels: tuple[Level, ...]
    differs: tuple[str, ...]
    clues: tuple[str, ...]
    lines: tuple[Line, ...]
    rights: tuple[Right, ...]
    kept: tuple[Right, ...]
    picks: tuple[Pick, ...]
    snapshots: tuple[Snapshot, ...]
    repairs: tuple[Mended, ...]
    more: bool
