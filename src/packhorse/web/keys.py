"""Keys of machines: made, found, revoked."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from ninja.security import HttpBearer

from packhorse.errors import Refusal, missing
from packhorse.placing import queries as placing
from packhorse.web.access import ROLES
from packhorse.web.models import ApiKey

TRUSTED_SECONDS = 5  # a revoked key may work for so long


@dataclass(frozen=True)
class Caller:
    """The machine that calls: its key's id, its name (kept as the actor), its role, and the one channel it may see."""

    id: int
    name: str
    role: str
    channel: str


class Key(HttpBearer):
    """`Authorization: Bearer phk_...`; lets those pass whose role opens a room."""

    openapi_description = "A key made by `packhorse key add`."

    def __init__(self, room: str) -> None:
        super().__init__()
        self.room = room

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return the caller, or None when the key is not known."""
        caller = find(token)
        if caller and self.room not in ROLES[caller.role]:
            raise Refusal("NOT_YOUR_ROOM", f"The key's role does not open this ({self.room}).", status=403)
        return caller


_known: dict[str, tuple[float, Caller]] = {}


def find(secret: str) -> Caller | None:
    """Return whose key this is. Keys found are believed for a few seconds: a request should not cost a look-up."""
    digest = _digest(secret)
    until, caller = _known.get(digest, (0.0, None))
    if caller and time.monotonic() < until:
        return caller
    row = ApiKey.objects.filter(digest=digest, revoked_at=None).values_list("id", "name", "role", "channel").first()
    if row is None:
        _known.pop(digest, None)
        return None
    caller = Caller(*row)
    _known[digest] = (time.monotonic() + TRUSTED_SECONDS, caller)
    return caller


@transaction.atomic
def add_key(*, name: str, role: str, channel: str = "", now: datetime) -> str:
    """Make a key and return its secret, which is shown this once. Refuses a name that is taken."""
    if role not in ROLES:
        raise Refusal("NO_SUCH_ROLE", f"There is no role {role!r}. Use one of: {', '.join(ROLES)}.", status=422)
    if channel and channel not in {code for code, _, _ in placing.channels()}:
        raise missing("channel", channel)
    if not (0 < len(name) <= 100) or ApiKey.objects.filter(name=name).exists():
        raise Refusal("NAME_TAKEN", f"There is a key {name[:100]!r} already, or the name is empty or too long.")
    secret = f"phk_{secrets.token_urlsafe(32)}"
    ApiKey.objects.create(
        name=name, prefix=secret[:12], digest=_digest(secret), role=role, channel=channel, made_at=now
    )
    return secret


def revoke_key(*, name: str, now: datetime) -> None:
    """Let a key open nothing any more."""
    if not ApiKey.objects.filter(name=name, revoked_at=None).update(revoked_at=now):
        raise missing("key", name[:100])
    _known.clear()


def known() -> list[tuple[str, str, str, str, datetime]]:
    """Return (name, first letters, role, channel, made at) of the keys that open something."""
    found = ApiKey.objects.filter(revoked_at=None).order_by("name")
    return list(found.values_list("name", "prefix", "role", "channel", "made_at"))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
