"""Take a count in hand: its row is locked before any other, as everybody does."""

from packhorse.counting.models import Count, CountRound
from packhorse.counting.rules import COUNT_STATES, count_number
from packhorse.errors import Refusal, missing


def lock(count_id: int) -> Count:
    """Lock a count and return it."""
    row = Count.objects.select_for_update().filter(pk=count_id).first()
    if row is None:
        raise missing("count", count_number(count_id))
    return row


def go(row: Count, state: str, **more: object) -> None:
    """Bring a locked count into a state that may follow its own."""
    if state not in COUNT_STATES[row.state]:
        raise Refusal("COUNT_STATE", f"Count {count_number(row.pk)} is {row.state}: it cannot become {state}.")
    Count.objects.filter(pk=row.pk).update(state=state, **{"counter": ""} | more)


def running(row: Count, actor: str) -> CountRound:
    """Return the round that somebody is at; refuses a count that is not in his hands."""
    if row.state != "counting":
        raise Refusal("NOT_COUNTING", f"Count {count_number(row.pk)} is {row.state}: begin it first.")
    if row.counter != actor:
        raise Refusal("COUNT_TAKEN", f"{row.counter} is counting this bin. Take another one.")
    return CountRound.objects.get(count=row, ended_at=None)
