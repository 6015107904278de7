"""Somebody takes a count: from this moment on, what moves in the bin is seen as having moved during it."""

from datetime import datetime

from django.db import transaction

from packhorse.counting import queries
from packhorse.counting.models import Count, CountRound
from packhorse.counting.operations.ask import ask_count
from packhorse.counting.operations.hold import go, lock, running
from packhorse.counting.rules import TO_DO, Person, count_number
from packhorse.errors import Refusal
from packhorse.network import queries as network


@transaction.atomic
def begin(
    *, count_id: int, bin_code: str | None = None, person: Person | None = None, now: datetime, actor: str
) -> None:
    """Take a count for oneself; taking one's own again does nothing.

    `person` says who it is where `actor` is not a login's name. With `bin_code`, the bin's barcode must be its own.
    Refuses a count that another has, and a second count by whoever counted first, unless the warehouse's plan lets him.
    """
    row = lock(count_id)
    if bin_code is not None:
        _must_be_bin(row, bin_code)
    if row.state == "counting" and row.counter == actor:
        return
    if row.state not in TO_DO:
        whose = f"{row.counter} is counting it" if row.state == "counting" else f"it is {row.state}"
        raise Refusal("COUNT_TAKEN", f"Count {count_number(count_id)} cannot be begun: {whose}. Take another one.")
    rounds = queries.rounds(count_id)
    believed = [each for each in rounds if each.outcome != "moved"]
    who = person or Person(actor)
    if believed and believed[-1].person.may_be(who) and not queries.plan(row.warehouse_id).same_person:
        text = "You have counted this bin already: somebody else must count it a second time."
        if who.device:
            text = f"{believed[-1].counter} has counted this bin already, and {actor} may be the same person: somebody "
            text += "else must count it a second time, with another key or with both logins of the console as counters."
        raise Refusal("SOMEBODY_ELSE", text)
    go(row, "counting", counter=actor)
    CountRound.objects.create(
        count=row,
        nth=rounds[-1].nth + 1 if rounds else 1,
        counter=actor,
        login=who.login,
        device=who.device,
        begun_at=now,
        known=queries.known(row.bin_id, at=now),
    )


@transaction.atomic
def begin_at(*, bin_code: str, warehouse_id: int, now: datetime, actor: str) -> int:
    """Take the count of a bin that was scanned, an open one or a new one; return its id."""
    found = network.bin_by_barcode(bin_code)
    if found is None or found.warehouse_id != warehouse_id:
        where = "is in another warehouse" if found else "is no bin"
        raise Refusal("WRONG_BIN", f"This code {where}: scan a bin of this warehouse.", status=422)
    count_id = ask_count(bin_id=found.id, now=now, actor=actor)
    begin(count_id=count_id, now=now, actor=actor)
    return count_id


@transaction.atomic
def give_back(*, count_id: int, now: datetime, actor: str, anybodys: bool = False) -> None:
    """Let a count go that one is at; what was scanned is forgotten. `anybodys`: also if it is in another's hands."""
    row = lock(count_id)
    running(row, row.counter if anybodys else actor).delete()
    go(row, "recount" if queries.rounds(count_id) else "due")


def _must_be_bin(row: Count, bin_code: str) -> None:
    found = network.bin_by_barcode(bin_code)
    if found is None or found.id != row.bin_id:
        wanted = network.bins_by_id([row.bin_id])[row.bin_id].code
        where = f"this is {found.code}" if found else "this code is no bin"
        raise Refusal("WRONG_BIN", f"Wrong bin: {where}. Go to {wanted}.", status=422, details={"wanted": wanted})
