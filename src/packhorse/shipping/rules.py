"""Shipments and the carrier's truth about them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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


PRINTER_KINDS = ("raw", "ipp")
PRINTER_LANGUAGES = ("zpl203", "zpl300", "pdf")
PRINTER_MEDIA = ("4x6", "a6", "a4")
PAPERS = {
    "label": "Label",
    "slip": "Packing slip",
    "gift": "Gift note",
    "marks": "Marks of dangerous goods",
    "customs": "Customs papers",
}
CUSTOMS_PAPERS = {"cn22": "Customs form CN22", "cn23": "Customs form CN23", "invoice": "Commercial invoice"}
ALL_PAPERS = PAPERS | CUSTOMS_PAPERS | {"test": "Test page"}
PAPER_ACTS = ("print", "download", "void")
PAPER_STATES = {
    "waiting": frozenset({"done", "failed", "dropped"}),
    "done": frozenset[str](),
    "failed": frozenset({"waiting", "dropped"}),
    "dropped": frozenset[str](),
}
PRINT_TRIES, PRINT_SECONDS = 8, 60  # a try that is not heard of for so long is over
SCALE_SECONDS = 5  # what a scale said longer ago is not used
RAW_PORT, IPP_PORT = 9100, 631


@dataclass(frozen=True)
class NewPrinter:
    """A printer to be kept; see the table for what its fields mean."""

    name: str
    warehouse: str
    kind: str
    address: str
    language: str
    papers: tuple[str, ...]
    bench: str = ""
    medium: str = "4x6"


def printer_faults(printer: NewPrinter) -> list[str]:
    """Say in words what keeps a printer from being kept; an empty list means nothing does."""
    return list(_of_printer(printer))


def _of_printer(given: NewPrinter) -> Iterator[str]:
    if not given.name.strip() or len(given.name) > 40 or not given.name.isprintable() or "/" in given.name:
        yield "name: give the printer a name of 1 to 40 printable characters without a slash"
    if len(given.bench) > 40 or not given.bench.isprintable():
        yield "bench: at most 40 printable characters"
    if given.language not in PRINTER_LANGUAGES:
        yield f"language: use one of {', '.join(PRINTER_LANGUAGES)}, not {given.language[:20]!r}"
    if given.medium not in PRINTER_MEDIA:
        yield f"medium: use one of {', '.join(PRINTER_MEDIA)}, not {given.medium[:20]!r}"
    if wrong := next((each for each in given.papers if each not in PAPERS), None):
        yield f"papers: use some of {', '.join(PAPERS)}, not {wrong[:20]!r}"
    if not given.papers:
        yield "papers: say which go to it"
    if given.language != "pdf" and set(given.papers) - {"label"}:
        yield "papers: a printer that speaks ZPL prints labels only"
    if given.kind not in PRINTER_KINDS:
        yield f"kind: use one of {', '.join(PRINTER_KINDS)}, not {given.kind[:20]!r}"
    elif given.kind == "raw" and raw_address(given.address) is None:
        yield f"address: {given.address[:60]!r} is none: write host or host:port, such as 10.0.0.21:{RAW_PORT}"
    elif given.kind == "ipp" and ipp_address(given.address) is None:
        yield f"address: {given.address[:60]!r} is none: write it as ipp://host:{IPP_PORT}/printers/NAME"


def raw_address(text: str) -> tuple[str, int] | None:
    """Read host and port of a printer that takes what is sent; None for what is none."""
    found = re.fullmatch(
        r"([A-Za-z0-9](?:[A-Za-z0-9.-]{0,118}[A-Za-z0-9])?|\[[0-9A-Fa-f:]{2,45}\])(?::([0-9]{1,5}))?", text
    )
    if found is None or not 1 <= int(found[2] or RAW_PORT) <= 65535:
        return None
    return found[1].strip("[]"), int(found[2] or RAW_PORT)


def ipp_address(text: str) -> str | None:
    """Return the http address of a printer that speaks IPP; None for what is none."""
    found = re.fullmatch(
        r"(ipps?)://([A-Za-z0-9.-]{1,120}|\[[0-9A-Fa-f:]{2,45}\])(?::([0-9]{1,5}))?(/[A-Za-z0-9._~/%-]{0,100})?", text
    )
    if found is None or not 1 <= int(found[3] or IPP_PORT) <= 65535:
        return None
    scheme = "https" if found[1] == "ipps" else "http"
    return f"{scheme}://{found[2]}:{found[3] or IPP_PORT}{found[4] or '/'}"


def print_wait(attempts: int) -> int:
    """Return the seconds to wait after so many tries to print in vain: at most a minute."""
    return int(min(60, 2 * 2 ** min(attempts, 10)))
