"""What a connector is: how Packhorse speaks to one kind of shop, and the words both sides use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Sent:
    """A parcel that has left: what a shop is told of it.

    `order` is the shop's own order number; `units` are (SKU, units in this parcel), each SKU once; of a
    kit, those that this parcel completes. `url` is where its buyer can follow it, or empty. `last`: nothing of the
    order is still to come. `key` names the parcel for ever (its SSCC), so that a connector can tell what it said
    already.
    """

    key: str
    order: str
    units: tuple[tuple[str, int], ...]
    carrier: str
    number: str
    url: str
    last: bool


class TryLater(Exception):
    """The shop cannot be told now; it may go better later, not before `seconds` have passed."""

    def __init__(self, text: str, seconds: int = 0) -> None:
        super().__init__(text)
        self.text, self.seconds = text, seconds


class Refused(Exception):
    """The shop will not be told, however often it is tried: a person must mend something first."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.text, self.status = text, status


class Asks(Protocol):
    """What a connector speaks through: one request to the shop's API, and its answer as JSON.

    Raises TryLater (no answer, 429, 5xx) and Refused (any other answer that is not 2xx, with its status).
    """

    def ask(
        self, method: str, path: str, *, headers: Mapping[str, str], json: object = None, params: Mapping[str, str] = {}
    ) -> Any:
        """Send a request to `path` of the shop and return its answer."""

    def hide(self, secret: str) -> None:
        """Keep one more secret out of all words."""


class Connector(Protocol):
    """One kind of shop, made with the secrets that open it (`packhorse.placing.shops.access.SECRETS`).

    `fulfil` may be called again for the same parcel: after an answer that was lost on the way, or when its worker was
    killed. It must first ask the shop what it knows, and do only what is missing.
    """

    def fulfil(self, client: Asks, sent: Sent) -> str:
        """Tell the shop of a parcel; return in words what was done."""

    def test(self, client: Asks) -> str:
        """Ask something harmless; return in words what came back."""
