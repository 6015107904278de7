"""Times as a warehouse's own clock shows them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from packhorse.network.queries import WarehouseRow
from packhorse.picking.rules import span


class Clock:
    """The clock on the wall of a warehouse."""

    def __init__(self, site: WarehouseRow) -> None:
        self.zone = ZoneInfo(site.timezone)

    def here(self, at: datetime) -> datetime:
        """Return a moment in the warehouse's time."""
        return at.astimezone(self.zone)

    def words(self, at: datetime, now: datetime) -> str:
        """Return hour and minute, with the weekday in the week to come, and with the date beyond."""
        here, today = self.here(at), self.here(now).date()
        if here.date() == today:
            return f"{here:%H:%M}"
        if 0 < (here.date() - today).days < 7:
            return f"{here:%a %H:%M}"
        return f"{here:%-d %b %Y, %H:%M}"

    def until(self, at: datetime, now: datetime) -> str:
        """Say how long it is until then: "in 1 h 12 min", "20 min ago", "3 days ago"."""
        seconds = int((at - now).total_seconds())
        days = abs(seconds) // 86_400
        long = f"{days} day{'s' * (days > 1)}" if days else span(abs(seconds)) if abs(seconds) >= 60 else "a moment"
        return f"in {long}" if seconds > 0 else f"{long} ago"
