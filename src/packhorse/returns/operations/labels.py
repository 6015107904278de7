"""A carrier's label is wanted for a return, wanted once more, or not any more: written down here, done by a job."""

from datetime import datetime

from django.db import transaction

from packhorse.carriers.queries import accounts
from packhorse.deferring import Later, defer
from packhorse.errors import Refusal
from packhorse.returns import queries
from packhorse.returns.models import Return, ReturnLabel, ReturnScan
from packhorse.returns.operations import check
from packhorse.returns.rules import spoken, wants_label

GET_LABEL, QUEUE = "returns.get_label", "carriers"
EXPIRE_BATCH = 500


def want_label(row: Return, *, now: datetime) -> None:
    """Let a carrier's label be bought for a return that was authorised, where the rules say so."""
    account = queries.rules().label_account
    if account and wants_label(wish=row.wish, label_by=row.label_by, label_minor=row.label_minor):
        _want(row, account, now)


def let_go_label(return_id: int, *, why: str) -> None:
    """Nobody wants a return's label any more: it is not bought, or given back.

    One that is being asked for at this moment, or of which nobody knows yet, is given back by who finds it.
    """
    row = ReturnLabel.objects.select_for_update().filter(pk=return_id).first()
    if row is None:
        return
    mine = ReturnLabel.objects.filter(pk=return_id)
    if row.state in ("waiting", "failed"):
        mine.update(state="dropped", said=why[:500])
    elif row.state == "bought":
        mine.update(state="to_void", attempts=0, begun_at=None, said=why[:500])
        later([return_id])


@transaction.atomic
def get_label_again(*, return_id: int, now: datetime, actor: str) -> None:
    """Let a label be bought that could not be, was given back or was never wanted; or let a purchase be looked at anew.

    One that is there, or being bought, stays as it is. Refuses a return of which nothing is to come, and where the
    rules name no account.
    """
    row = check.lock(return_id)
    label = ReturnLabel.objects.select_for_update().filter(pk=return_id).first()
    if label is not None and label.state in ("owed", "unsure"):
        # What is owed is given back once more; what is not known is looked for once more.
        state = {"owed": "to_void"}.get(label.state, label.state)
        ReturnLabel.objects.filter(pk=return_id).update(state=state, attempts=0, begun_at=None)
        later([return_id])
        return
    check.require(row, ["approved"])
    if row.wish == "claim":
        raise Refusal("NOTHING_COMES", f"Of return {spoken(row.rma)} nothing is to come: it needs no label.")
    if label is not None and label.state in ("waiting", "asked", "bought", "to_void"):
        return
    account = queries.rules().label_account
    if not account:
        text = "The rules of returns name no account to buy labels with: name one there first."
        raise Refusal("NO_ACCOUNT", text)
    ReturnScan.objects.filter(label_id=return_id).delete()
    ReturnLabel.objects.filter(pk=return_id).delete()
    _want(row, account, now)
    check.step(row, "label wanted", now=now, actor=actor)


@transaction.atomic
def give_label_back(*, return_id: int, note: str = "", now: datetime, actor: str) -> None:
    """Let a label that nobody will use be given back to its carrier. Done again, it does nothing more."""
    words = check.note(note)
    row = check.lock(return_id)
    label = ReturnLabel.objects.filter(pk=return_id).first()
    if label is None or label.state not in ("bought", "to_void", "voided", "owed"):
        raise Refusal("NO_LABEL", f"Return {spoken(row.rma)} has no label of a carrier to give back.")
    if label.state == "bought":
        check.step(row, "label not used", note=words, now=now, actor=actor)
        let_go_label(return_id, why=words or "It is not used.")


def expire_labels(*, now: datetime) -> int:
    """Give back labels that nobody used in time: nothing came, and no carrier saw the parcel; return how many.

    The return itself stays open, with the address label. Each is done for itself: nobody waits for all of them.
    """
    old = ReturnLabel.objects.filter(state="bought", tracking_state="pre_transit", valid_until__lt=now.date())
    ids = list(old.filter(returned__state="approved").order_by("pk").values_list("pk", flat=True)[:EXPIRE_BATCH])
    return sum(_expire(return_id, now) for return_id in ids)


@transaction.atomic
def _expire(return_id: int, now: datetime) -> bool:
    row = check.lock(return_id)
    unseen = ReturnLabel.objects.filter(pk=return_id, state="bought", tracking_state="pre_transit")
    if row.state != "approved" or not unseen.exists():
        return False
    check.step(row, "label expired", now=now, actor="returns")
    let_go_label(return_id, why="Nobody used it in time.")
    return True


def later(return_ids: list[int]) -> None:
    """Let the workers that ask carriers do what is next for labels of returns."""
    defer(QUEUE, (Later(GET_LABEL, {"return_id": each}, f"return label {each}") for each in return_ids))


def _want(row: Return, account: str, now: datetime) -> None:
    found = accounts.named(account)
    if found is None:  # accounts are never taken away, and the rules name none that is not there
        return
    ReturnLabel.objects.create(returned=row, account_id=found.id, at=now)
    later([row.pk])
