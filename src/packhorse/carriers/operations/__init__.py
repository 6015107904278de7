"""Keep carriers, their tables and calendars, learn how long parcels take, and open accounts with carriers."""

from packhorse.carriers.operations.accounts import keep_account, test_account, use_account
from packhorse.carriers.operations.rate_rules import drop_rate_rule, keep_rate_rule, raise_rate_rule, use_rate_rule
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
    "drop_rate_rule",
    "forget",
    "keep_account",
    "keep_carriers",
    "keep_holidays",
    "keep_rate_rule",
    "learn",
    "raise_rate_rule",
    "set_service_days",
    "test_account",
    "use_account",
    "use_rate_rule",
]
