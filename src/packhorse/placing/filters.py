"""What somebody asks the list of orders for: read from an address or a saved view, and written as one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from packhorse.errors import Refusal
from packhorse.placing.rules import ORDER_STATES

# days that go with the calendar: (words, first day and last day counted back from today)
SPANS = {
    "today": ("today", 0, 0),
    "yesterday": ("yesterday", 1, 1),
    "week": ("in the last 7 days", 6, 0),
    "month": ("in the last 30 days", 29, 0),
}
NAMES = ("text", "state", "channel", "when", "day", "held")


@dataclass(frozen=True)
class Filter:
    """Which orders are asked for; what is empty leaves none out. `when` is one of SPANS, and never beside a `day`."""

    text: str = ""
    state: str = ""
    channel: str = ""
    when: str = ""
    day: date | None = None
    held: bool = False

    def cells(self) -> dict[str, str]:
        """Return what is asked for as an address or a view keeps it, {name: text}."""
        day = self.day.isoformat() if self.day else ""
        every = {"text": self.text, "state": self.state, "channel": self.channel, "when": self.when, "day": day}
        return {name: text for name, text in {**every, "held": "1" if self.held else ""}.items() if text}

    def address(self, **more: str) -> str:
        """Return it as the query of an address."""
        return urlencode(self.cells() | more)

    def bounds(self, today: date) -> tuple[datetime | None, datetime | None]:
        """Return from when and until before when (UTC) orders were placed, as seen on `today`."""
        if self.day:
            first = last = self.day
        elif self.when:
            _, back, until = SPANS[self.when]
            first, last = today - timedelta(days=back), today - timedelta(days=until)
        else:
            return None, None
        return _midnight(first), _midnight(last) + timedelta(days=1)


BUILT_IN = (
    ("All", Filter()),
    ("On hold", Filter(held=True)),
    ("Backordered", Filter(state="backordered")),
    ("Today", Filter(when="today")),
)


def read(asked: Mapping[str, str]) -> Filter:
    """Return what is asked for; refuses a state, a day or a span that is none. A day counts before a span."""
    cells = {name: asked.get(name, "").replace("\x00", "").strip() for name in NAMES}
    if cells["state"] not in ("", *ORDER_STATES):
        raise Refusal("NO_SUCH_STATE", f"There is no state {cells['state'][:20]!r}.", status=422)
    if cells["when"] not in ("", *SPANS):
        known = ", ".join(SPANS)
        raise Refusal("NO_SUCH_DAYS", f"{cells['when'][:20]!r} are no days: use one of {known}.", status=422)
    day = _day(cells["day"])
    when = "" if day else cells["when"]
    return Filter(cells["text"][:100], cells["state"], cells["channel"][:40], when, day, bool(cells["held"]))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refusal("NOT_A_DAY", f"{text[:20]!r} is not a day: write it as 2010-12-10.", status=422) from None
    if not 1970 <= day.year <= 2999:
        raise Refusal("NOT_A_DAY", f"No order was placed on {day}.", status=422)
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
