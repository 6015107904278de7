"""People at the API: a login's session opens what its roles open, as on the pages."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from ninja.security import APIKeyCookie

from packhorse.errors import Refusal
from packhorse.web.access import may, places_of
from packhorse.web.keys import Caller
from packhorse.web.sessions import SessionStore


class Login(APIKeyCookie):
    """The session of who signed in on the console; lets those pass whose roles open a room.

    What changes something wants the header `X-CSRFToken`, too, as the console's own pages send it.
    """

    def __init__(self, room: str) -> None:
        self.param_name = settings.SESSION_COOKIE_NAME
        super().__init__(csrf=True)
        self.room = room

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """Return the person as a caller without a key, or None when nobody is signed in."""
        if not key or request.headers.get("Authorization"):
            return None
        request.session = SessionStore(key)
        person: Any = get_user(request)
        if not person.is_authenticated:
            return None
        if not may(person, self.room):
            text = f"Your role does not open this ({self.room}). Ask a manager to give you one."
            raise Refusal("NOT_YOUR_ROOM", text, status=403)
        return Caller(0, person.get_username(), "", "", places_of(person))
