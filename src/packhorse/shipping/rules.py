"""Shipments and the carrier's truth about them."""

from datetime import UTC, datetime

from packhorse.algorithms.gs1 import check_digit
from packhorse.carriers.rules import TRACKING_STATES, TrackingReport

__all__ = ["TRACKING_STATES", "TrackingReport"]  # what carriers say, in their adapters' words

SHIPMENT_STATES = {
    "created": frozenset({"labelled", "voided"}),
    "labelled": frozenset({"handed_over", "voided"}),
    "handed_over": frozenset(),
    "voided": frozenset(),
}

UNIT_STATES = {
    "open": frozenset({"closed"}),  # by hand, or by the hand-over: none leaves without its number
    "closed": frozenset({"handed_over"}),
    "handed_over": frozenset(),
}
UNIT_EXTENSION = 1  # the first digit of the SSCC of pallets and cages; parcels have 0, so the numbers never meet

# Whether the order's shop has been told of a parcel. A failed notice waits for a person, who may let it be tried again.
NOTICE_STATES = {
    "waiting": frozenset({"told", "failed"}),
    "failed": frozenset({"waiting"}),
    "told": frozenset(),
}

# A label that is to be bought where accounts with carriers are asked. A failed one waits for a person.
LABEL_STATES = {
    "waiting": frozenset({"bought", "failed", "dropped"}),
    "failed": frozenset({"waiting", "dropped"}),
    "bought": frozenset({"waiting"}),  # labelled anew
    "dropped": frozenset({"waiting"}),
}
# What was asked of an account. `unsure`: no answer came, so it is looked for until that is known; what is found then
# is given back, for another label was bought meanwhile. `owed`: the carrier wants its money for a label nobody uses.
PURCHASE_STATES = {
    "asked": frozenset({"bought", "refused", "unsure"}),
    "unsure": frozenset({"to_void", "absent"}),
    "bought": frozenset({"to_void"}),
    "to_void": frozenset({"voided", "owed"}),
    "owed": frozenset({"to_void"}),
    "refused": frozenset(),
    "absent": frozenset(),
    "voided": frozenset(),
}
# The carrier's own form of a manifest, and its coming for parcels. What failed waits for a person.
FORM_STATES = {"waiting": frozenset({"made", "failed"}), "failed": frozenset({"waiting"}), "made": frozenset()}
PICKUP_STATES = {
    "waiting": frozenset({"coming", "refused"}),
    "coming": frozenset({"cancelling"}),
    "cancelling": frozenset({"cancelled", "coming"}),
    "refused": frozenset(),
    "cancelled": frozenset(),
}
TRIES = 20  # with the waits below: for about twelve hours
FIRST_WAIT, LONGEST_WAIT = 15, 3600  # seconds
LOOKS = 5  # in vain, with the waits above: then a purchase that was never answered does not exist
AWAY_SECONDS = 60  # a carrier that does not answer is not asked again for so long
ONE_TRY = 30  # seconds in which one try has ended, or its process has

# What goes wrong with parcels on the way: what it is, and what to do first.
TROUBLES = {
    "no_scan": ("was never scanned by the carrier", "called", "Look in the lane, then ask the carrier where it is."),
    "late": ("is late, or is likely to be", "called", "Ask the carrier; the customer is told by mail."),
    "lost": ("is lost, or was not heard of for long", "reship", "Send the goods again, and claim them of the carrier."),
    "damaged": ("is damaged", "reship", "Send the goods again, and claim them of the carrier."),
    "address": ("cannot be delivered to its address", "called", "Ask the customer, and tell the carrier."),
    "refused": ("was refused at the door", "called", "Ask the customer why; the goods come back."),
    "returned": ("comes back to the sender", "refund", "Wait for the goods, then refund them or send them again."),
    "failed": ("was given up by the carrier", "reship", "Send the goods again, and claim them of the carrier."),
}
TROUBLE_ACTS = {
    "called": "asked the carrier or the customer",
    "reship": "sent again",
    "refund": "to be refunded",
    "claim": "claimed of the carrier",
    "settled": "nothing more is to be done",
}
NO_SCAN_HOURS, SILENT_DAYS = 36, 10  # a parcel that is not scanned, or not heard of, for longer is in trouble
SAID_STEP = 50  # permille: chances that were said are put together in steps
PLACE = "%Y%m%dT%H%M%S.%f"  # the time in a late parcel's place in the list of them
UNDELIVERED = frozenset({"return_to_sender", "failure"})
FINAL_TRACKING = frozenset({"delivered", *UNDELIVERED})


def comes_after(current: tuple[str, int], event: tuple[str, int]) -> bool:
    """Say whether an event takes the place of what is known; both are (tracking state, microseconds since 1970 UTC).

    A final state goes before any other, then the later time, then the place in TRACKING_STATES: so whatever the
    order in which events come, and however often, the same one is believed at the end.
    """
    return _weight(*event) > _weight(*current)


def _weight(state: str, at_us: int) -> tuple[bool, int, int]:
    return state in FINAL_TRACKING, at_us, TRACKING_STATES.index(state)


def purchase_key(sscc: str, chance: str) -> str:
    """Return what names one purchase for ever: the parcel, and letters drawn by lot for each time it is asked for."""
    return f"packhorse-{sscc}-{chance}"


def wait_after(attempts: int) -> int:
    """Return the seconds to wait after so many tries in vain: twice as long each time, at most an hour."""
    return int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts - 1, 20)))


def manifest_number(manifest_id: int) -> str:
    """Return the public number of a manifest."""
    return f"M{manifest_id:06d}"


def unit_number(unit_id: int) -> str:
    """Return the public number of a pallet or cage, which is its barcode until it is closed."""
    return f"HU{unit_id:06d}"


def unit_id_of(code: str) -> int | None:
    """Read the number of a pallet or cage; None for what is none."""
    digits = code.strip().upper().removeprefix("HU")
    known = code.strip().upper().startswith("HU") and digits.isascii() and digits.isdecimal() and len(digits) <= 18
    return int(digits) if known else None


def tracking_number(prefix: str, parcel_id: int, labels_before: int = 0) -> str:
    """Return a tracking number: the carrier's prefix, ten digits and a GS1 check digit, so that a misread shows.

    A parcel that was labelled before gets another number each time, with the count of those labels in front.
    """
    digits = f"{labels_before or ''}{parcel_id:010d}"
    return f"{prefix}{digits}{check_digit(digits)}"


def place_in_list(text: str) -> tuple[datetime, int] | None:
    """Read (time of delivery, id) as the list of late parcels writes it; None for what it does not write."""
    at, _, pk = text.partition("_")
    try:
        when = datetime.strptime(at, PLACE).replace(tzinfo=UTC)
    except ValueError:
        return None
    return (when, int(pk)) if pk.isascii() and pk.isdecimal() and len(pk) <= 18 else None
