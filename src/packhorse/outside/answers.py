"""What comes of asking somebody outside: an answer, a refusal, or nothing yet."""

from collections.abc import Mapping
from typing import Any, Protocol


class TryLater(Exception):
    """There is no answer now; it may go better later, not before `seconds` have passed.

    Whether the other side did what it was asked is not known.
    """

    def __init__(self, text: str, seconds: int = 0) -> None:
        super().__init__(text)
        self.text, self.seconds = text, seconds


class Refused(Exception):
    """It will not be done, however often it is tried: a person must mend something first."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.text, self.status = text, status


class Asks(Protocol):
    """What a connector speaks through: one request, and its answer as JSON.

    Raises TryLater (no answer, 429, 5xx) and Refused (any other answer that is not 2xx, with its status).
    """

    def ask(
        self, method: str, path: str, *, headers: Mapping[str, str], json: object = None, params: Mapping[str, str] = {}
    ) -> Any:
        """Send a request to `path` and return its answer."""

    def fetch(self, url: str) -> bytes:
        """Return what stands at an address that the other side named; without any secret."""

    def hide(self, secret: str) -> None:
        """Keep one more secret out of all words."""

    def rest(self, seconds: float) -> None:
        """Let the other side come to itself; raise TryLater when there is not so much time."""
