"""What every verb of returns asks first: whose turn it is, that words are such, and that a return is in its state."""

from collections.abc import Sequence
from datetime import datetime

from packhorse import sql
from packhorse.errors import Refusal, missing
from packhorse.returns.models import Return, ReturnAccount, ReturnStep
from packhorse.returns.rules import LONGEST_NOTE, spoken


def lock(return_id: int, *, states: Sequence[str] = ()) -> Return:
    """Take the turn of a return's order and lock it. Refuses one that is in none of `states`, where some are named."""
    order_id = Return.objects.filter(pk=return_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise missing("return", return_id)
    turn(order_id)
    row = Return.objects.select_for_update(of=("self",)).get(pk=return_id)
    if states:
        require(row, states)
    return row


def turn(order_id: int) -> None:
    """Wait until nobody else counts what comes back of an order."""
    sql.rows("returns", "one_return_at_a_time", {"order": order_id})


def require(row: Return, states: Sequence[str]) -> None:
    """Refuse a return in another state."""
    if row.state not in states:
        words = f"Return {spoken(row.rma)} is {row.state}: that can be done only while it is {' or '.join(states)}."
        raise Refusal("WRONG_STATE", words, details={"state": row.state})


def note(text: str, longest: int = LONGEST_NOTE, where: str = "note") -> str:
    """Return words without the blanks around them. Refuses those that are too long."""
    plain = text.replace("\r\n", "\n").strip()
    if len(plain) > longest or "\x00" in plain:
        raise Refusal("TOO_LONG", f"{where}: at most {longest} characters.", status=422)
    return plain


def step(row: Return, what: str, *, state: str = "", note: str = "", now: datetime, actor: str) -> None:
    """Keep what somebody did, and bring the return into a new state, if one is named."""
    ReturnStep.objects.create(returned=row, what=what, state=state, note=note, at=now, actor=actor)
    if state:
        row.state = state
        Return.objects.filter(pk=row.pk).update(state=state)


def accounts(line_ids: Sequence[int]) -> dict[int, ReturnAccount]:
    """Lock the accounts of order lines, in key order."""
    found = ReturnAccount.objects.select_for_update().filter(pk__in=set(line_ids)).order_by("pk")
    return {row.pk: row for row in found}
