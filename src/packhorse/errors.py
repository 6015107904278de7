"""The one way in which Packhorse refuses: what is wrong, where, and what to do."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A request that cannot be done as it stands; nothing of it was done.

    `code` is for machines (UPPER_SNAKE), `text` for people: what, where and what to do.
    `status` is the HTTP status: 422 for what is wrong in itself, 409 for a conflict with the present
    state, 404 for what is not there. `details` holds small facts for the caller's screen.
    """

    def __init__(self, code: str, text: str, *, status: int = 409, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.status = status
        self.details = dict(details or {})


def missing(what: str, name: object) -> Refusal:
    """Return the refusal for something that is not there."""
    return Refusal("NOT_FOUND", f"There is no {what} {name}.", status=404)
