"""What a carrier's adapter is: rates, buy, find, void, manifest, pick-up and track, whoever the carrier is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from packhorse.carriers.rules import TrackingReport
from packhorse.outside import Asks


@dataclass(frozen=True)
class Access:
    """What opens an account with a carrier. The secrets are not shown when it is printed."""

    kind: str
    address: str
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Place:
    """An address as a carrier is told it; `country` as ISO with two letters."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str = ""
    region: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Declared:
    """Goods of a parcel as customs are told them: of all `units`, grams and minor units."""

    text: str
    units: int
    weight_g: int
    value_minor: int
    hs_code: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Parcel:
    """A parcel that is to be sent. `key` names this purchase for ever: nothing is bought twice under one key.

    Gross grams and outer millimetres; `hazmat`: the classes of dangerous goods in it; `reference` is printed. `form`:
    as what the label is wanted. `is_return`: a customer (`sender`) sends it back to the house that pays for it.
    """

    key: str
    reference: str
    sender: Place
    recipient: Place
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    leaves_on: date
    currency: str
    form: str = "zpl"
    hazmat: tuple[str, ...] = ()
    declared: tuple[Declared, ...] = ()
    is_return: bool = False


@dataclass(frozen=True)
class LiveRate:
    """What a service would take for a parcel: its own id of the offer, minor units, days to the door (None: unsaid)."""

    ref: str
    carrier: str
    service: str
    price_minor: int
    currency: str
    days: int | None


@dataclass(frozen=True)
class Quote:
    """An answer to `rates`: the carrier's own id of the parcel, what may be bought, and why others gave no rate."""

    ref: str
    rates: tuple[LiveRate, ...]
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bought:
    """A label that was paid for; `form` is one of FORMS. `tracking_url`: where anybody may follow it, if it is said."""

    ref: str
    tracking_number: str
    carrier: str
    service: str
    price_minor: int
    currency: str
    label: bytes = field(repr=False)
    form: str = "zpl"
    tracking_url: str = ""


@dataclass(frozen=True)
class PickUp:
    """When and where a carrier is to come: the hours are the warehouse's, with their offset.

    `service` may be empty: then the cheapest way in which it comes.
    """

    key: str
    place: Place
    opens_at: datetime
    closes_at: datetime
    carrier: str
    service: str
    note: str = ""


@dataclass(frozen=True)
class Coming:
    """That a carrier comes: its own id of it, what it is called by the driver, and what it takes (None: unsaid)."""

    ref: str
    confirmation: str
    service: str = ""
    price_minor: int | None = None
    currency: str = ""


class Adapter(Protocol):
    """One kind of carrier or aggregator, made with the secrets that open an account (`SECRETS` says which).

    Every call may raise TryLater (whether it was done is not known) and Refused (it was not, and will not be).
    """

    def test(self, client: Asks) -> str:
        """Ask something harmless; return in words what came back."""

    def rates(self, client: Asks, parcel: Parcel) -> Quote:
        """Ask for prices; nothing is owed for it."""

    def buy(self, client: Asks, quote: str, rate: str) -> Bought:
        """Buy a label of what was quoted. Once it is paid for, whatever goes wrong is a TryLater, never a Refused."""

    def find(self, client: Asks, key: str) -> Bought | None:
        """Return what was bought under a key; None when nothing was."""

    def void(self, client: Asks, ref: str) -> str:
        """Give a label back; return in words what comes of it. Refused: it is to be paid."""

    def manifest(self, client: Asks, refs: Sequence[str]) -> bytes:
        """Return a document (PDF) by which the carrier takes all these parcels over at once; asked again, the same."""

    def pick_up(self, client: Asks, wanted: PickUp, refs: Sequence[str]) -> Coming:
        """Let the carrier come. Asked again with the same key, it comes once."""

    def cancel_pick_up(self, client: Asks, ref: str) -> str:
        """Let the carrier not come; return in words what comes of it. Refused: it comes all the same."""

    def track(self, client: Asks, carrier: str, number: str) -> list[TrackingReport]:
        """Return all that is known of a parcel."""

    def heard(self, headers: Mapping[str, str], body: bytes) -> list[TrackingReport]:
        """Read a webhook whose signature is right. Refused: it is not; an empty list: it tells nothing of parcels."""
