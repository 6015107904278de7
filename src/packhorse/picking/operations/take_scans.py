"""The scans of a device, in the order in which they were made: each is one transaction and has an answer of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from packhorse.errors import Refusal
from packhorse.picking.operations.pick import pick
from packhorse.picking.operations.short import report_short
from packhorse.picking.operations.task import Picked
from packhorse.picking.operations.undo import Laid, undo_pick


@dataclass(frozen=True)
class DeviceScan:
    """A scan as a device kept it. `kind`: pick, short, undo; `quantity`: what was taken (of a short pick: found).

    `reason`: why a pick is short, one of `rules.SHORT_REASONS`.
    """

    id: UUID
    kind: str
    task_id: int
    quantity: int = 0
    bin_code: str = ""
    item_code: str = ""
    tote_code: str = ""
    numbers: tuple[str, ...] = ()
    device_at: datetime | None = None
    reason: str = "missing"


@dataclass(frozen=True)
class Outcome:
    """What became of a scan: taken, again (it was taken before) or refused, with the reason's code and text.

    Of a short pick `text` says what to do now, and `more` how many units other bins give: the list has new stops.
    """

    id: UUID
    outcome: str
    code: str = ""
    text: str = ""
    units: int = 0
    tote: int | None = None
    list_done: bool = False
    more: int = 0


def take_scans(scans: Sequence[DeviceScan], *, actor: str, laid: Laid, clock: Callable[[], datetime]) -> list[Outcome]:
    """Take each scan in turn and answer it. One that is refused does not stop the others, but those of its task.

    The ledger has the server's time (`clock`) of each; the device's own is only kept. What was refused changed nothing.
    `laid`: see `undo_pick`.
    """
    refused: dict[int, str] = {}
    outcomes = []
    for scan in scans:
        if scan.task_id in refused:
            text = f"An earlier scan of this stop was refused: {refused[scan.task_id]}"
            outcomes.append(Outcome(scan.id, "refused", "EARLIER_REFUSED", text))
            continue
        try:
            got = _take(scan, actor, laid, clock())
        except Refusal as refusal:
            refused[scan.task_id] = refusal.text
            outcomes.append(Outcome(scan.id, "refused", refusal.code, refusal.text))
            continue
        outcome = "again" if got.again else "taken"
        said = {"text": got.text, "units": got.units, "tote": got.tote, "list_done": got.list_done, "more": got.more}
        outcomes.append(Outcome(scan.id, outcome, **said))
    return outcomes


def _take(scan: DeviceScan, actor: str, laid: Laid, now: datetime) -> Picked:
    who: dict[str, Any] = {"task_id": scan.task_id, "scan_id": scan.id, "now": now, "actor": actor}
    who["device_at"] = scan.device_at
    if scan.kind == "undo":
        return undo_pick(laid=laid, **who)
    if scan.kind == "short":
        return report_short(found=scan.quantity, reason=scan.reason, numbers=scan.numbers, **who)
    return pick(
        bin_code=scan.bin_code,
        item_code=scan.item_code,
        quantity=scan.quantity,
        numbers=scan.numbers,
        tote_code=scan.tote_code,
        **who,
    )
