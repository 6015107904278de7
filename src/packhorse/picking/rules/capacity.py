"""Whether the work of a day fits the people, cut-off by cut-off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from packhorse.picking.rules.setup import Setup

WHERE = ("floor", "planned", "waiting")  # on lists; in planned waves; in no wave


@dataclass(frozen=True)
class Work:
    """Picking that is due at a cut-off: so many orders of which nothing is picked, and the seconds that are left of it.

    `where`: see `WHERE`. What is on lists counts its seconds only, for its orders may be half picked.
    """

    due: datetime
    where: str
    orders: int
    seconds: int


@dataclass(frozen=True)
class Ahead:
    """A cut-off: the picking due at it by `WHERE`, all picking up to it, and what the pickers can do until then.

    `left_s` are seconds until the last pick must be made, so that sorting and packing are done by the cut-off; less
    than nothing is nothing. `room_s` is that for all pickers together; `short_s` the work beyond it. `short_minutes` is
    how late the pickers there are would be, `more` how many pickers more would do (None: no number would, for the last
    pick is overdue).
    """

    due: datetime
    orders: tuple[int, ...]
    seconds: tuple[int, ...]
    until_s: int
    left_s: int
    room_s: int
    short_s: int
    short_minutes: int
    more: int | None


def capacity(work: Iterable[Work], *, setup: Setup, pickers: int, now: datetime) -> list[Ahead]:
    """Return the cut-offs with what is due at them, first due first. Who picks does what is due first."""
    orders: dict[datetime, list[int]] = {}
    seconds: dict[datetime, list[int]] = {}
    for each in work:
        where = WHERE.index(each.where)
        orders.setdefault(each.due, [0] * len(WHERE))[where] += each.orders
        seconds.setdefault(each.due, [0] * len(WHERE))[where] += each.seconds
    found, until = [], 0
    for due in sorted(seconds):
        until += sum(seconds[due])
        left = max(0, int((due - now).total_seconds()) - 60 * setup.after_minutes)
        room = left * pickers
        short = max(0, until - room)
        found.append(
            Ahead(
                due=due,
                orders=tuple(orders[due]),
                seconds=tuple(seconds[due]),
                until_s=until,
                left_s=left,
                room_s=room,
                short_s=short,
                short_minutes=-(-short // (60 * pickers)),
                more=max(0, -(-until // left) - pickers) if left else None if short else 0,
            )
        )
    return found


def words_of(ahead: Ahead) -> str:
    """Say in words how it stands: "35 min short: one picker more would do", "40 min to spare"."""
    if ahead.more is None:
        return f"{span(ahead.short_s)} of picking comes too late, however many pick"
    if ahead.short_s:
        more = "one picker more would do" if ahead.more == 1 else f"{ahead.more} pickers more would do"
        return f"{span(60 * ahead.short_minutes)} short: {more}"
    if not ahead.left_s:
        return "all is picked"
    pickers = ahead.room_s // ahead.left_s
    return f"{span((ahead.room_s - ahead.until_s) // pickers)} to spare"


def span(seconds: int) -> str:
    """Return a time in words: "35 min", "2 h 5 min"."""
    hours, minutes = divmod(-(-seconds // 60), 60)
    return f"{hours} h {minutes} min" if hours and minutes else f"{hours} h" if hours else f"{minutes} min"
