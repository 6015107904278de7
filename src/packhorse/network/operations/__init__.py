"""Open warehouses, add bins to them, keep their calendars, close them for some days."""

from packhorse.network.operations.calendars import drop_special_day, keep_special_days, set_handling
from packhorse.network.operations.closings import close, reopen, turn_closings
from packhorse.network.operations.opening import keep_bins, open_warehouses

__all__ = [
    "close",
    "drop_special_day",
    "keep_bins",
    "keep_special_days",
    "open_warehouses",
    "reopen",
    "set_handling",
    "turn_closings",
]
