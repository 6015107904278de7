"""Rate tables and the choice among their services; what carriers say of parcels."""

from packhorse.algorithms.delivering import EVERY_DAY
from packhorse.carriers.rules.given import NewCarrier, NewHoliday, NewRate, NewService, NewZone
from packhorse.carriers.rules.surcharges import EVERY, KINDS, NewSurcharge, Surcharges, beyond, prefix_of, surcharges_of
from packhorse.carriers.rules.tables import (
    WANTED,
    WEEKDAYS,
    Band,
    Box,
    Foreseen,
    Lane,
    Offer,
    RateBook,
    ServiceTable,
    Trip,
    billed_weight_g,
    choose,
    not_taken,
    offers,
    reckoned,
    weekdays_after,
)
from packhorse.carriers.rules.tracking import FORMS, TRACKING_STATES, TrackingReport

__all__ = [
    "EVERY",
    "EVERY_DAY",
    "FORMS",
    "KINDS",
    "TRACKING_STATES",
    "WANTED",
    "WEEKDAYS",
    "Band",
    "Box",
    "Foreseen",
    "Lane",
    "NewCarrier",
    "NewHoliday",
    "NewRate",
    "NewService",
    "NewSurcharge",
    "NewZone",
    "Offer",
    "RateBook",
    "ServiceTable",
    "Surcharges",
    "TrackingReport",
    "Trip",
    "beyond",
    "billed_weight_g",
    "choose",
    "not_taken",
    "offers",
    "prefix_of",
    "reckoned",
    "surcharges_of",
    "weekdays_after",
]
