"""Keep carriers, their tables and calendars, learn how long parcels take, and open accounts with carriers."""

from packhorse.carriers.operations.accounts import keep_account, test_account, use_account
from packhorse.carriers.operations.tables import (
    drop_holiday,
    forget,
    keep_carriers,
    keep_holidays,
    learn,
    set_service_days,
)

__all__ = [
    "drop_holiday",
    "forget",
    "keep_account",
    "keep_carriers",
    "keep_holidays",
    "learn",
    "set_service_days",
    "test_account",
    "use_account",
]
