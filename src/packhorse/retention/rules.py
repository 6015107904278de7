"""Notices to customers: of what they are told, and when something is news to them."""

from dataclasses import dataclass
from datetime import date

from packhorse.languages import LANGUAGES as LANGUAGES

KINDS = {
    "promise_changed": "The day changes, or goods are to be waited for",
    "shipped": "A parcel has left",
    "delayed": "A parcel is late, or does not arrive",
    "delivered": "A parcel is at the door",
    "return_approved": "A return is authorised, or a claim accepted",
    "return_received": "Returned goods have arrived",
    "return_refunded": "A return was refunded",
}
OF_RETURNS = ("return_approved", "return_received", "return_refunded")
OF_SHOPS = ("promise_changed", "delayed", *OF_RETURNS)  # a shop tells its customers the others itself
LANGUAGE_OF = {
    **dict.fromkeys(("DE", "AT", "CH", "LI"), "de"),
    **dict.fromkeys(("FR", "LU", "MC"), "fr"),
    **dict.fromkeys(("ES", "MX", "AR", "CL", "CO", "PE", "UY"), "es"),
    **dict.fromkeys(("NL", "BE", "SR"), "nl"),
}

# What has become of a notice. A failed one waits for a person, who may let it be tried again.
NOTICE_STATES = {
    "queued": frozenset({"sent", "failed", "not_wanted", "no_address", "not_set_up"}),
    "sent": frozenset(),
    "failed": frozenset({"queued"}),
    "not_wanted": frozenset(),
    "no_address": frozenset(),
    "not_set_up": frozenset(),
}
TRIES = 12  # with the waits below: for about ten hours
FIRST_WAIT, LONGEST_WAIT = 60, 3600  # seconds
ONE_TRY = 120  # seconds in which one try has ended, or its process has
FOR_GOODS = frozenset({"EXPECTED", "NOT_THERE", "KEPT_BACK", "TOO_OLD"})  # why an order waits: goods are what it lacks
OVER = frozenset({"cancelled", "merged"})  # states of orders of which there is nothing to tell any more


@dataclass(frozen=True)
class Standing:
    """What an order is promised: a day of delivery, or, while it waits for goods, the day from which they may be there.

    `day` None: nobody knows, or no carrier says.
    """

    waits: bool
    day: date | None


def is_news(told: Standing | None, now: Standing) -> bool:
    """Say whether a customer who was told one thing is to be told another: never that it comes sooner than he thinks.

    None: he was told nothing so far.
    """
    if now.waits:
        if told is None or not told.waits or told.day is None:
            return told is None or not told.waits or now.day is not None
        return now.day is None or now.day > told.day
    if told is None or now.day is None:
        return False
    return told.waits or (told.day is not None and now.day > told.day)


def wait_after(tries: int) -> int:
    """Return the seconds to wait after so many tries in vain: twice as long each time, at most an hour."""
    return int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries - 1, 20)))


def language(chosen: str, country: str) -> str:
    """Return the language a customer is written to: the channel's, else the one of the country it goes to."""
    return chosen or LANGUAGE_OF.get(country, "en")


def place_in_list(text: str) -> int | None:
    """Read an id as the list of failed notices writes it; None for what it does not write."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
