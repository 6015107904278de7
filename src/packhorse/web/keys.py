"""Keys of machines: made, found, revoked."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from packhorse.errors import Refusal, missing
from packhorse.placing import queries as placing
from packhorse.web.access import KEY_ROLES
from packhorse.web.models import ApiKey

TRUSTED_SECONDS = 5  # a revoked key may work for so long


@dataclass(frozen=True)
class Caller:
    """The machine that calls: its key's id, its name (kept as the actor), its role, and the one channel it may see.

    Of a person (id 0) `places` are the ids of the warehouses he is tied to; empty: all.
    """

    id: int
    name: str
    role: str
    channel: str
    places: frozenset[int] = frozenset()


class Key(HttpBearer):
    """`Authorization: Bearer phk_...`; lets those pass whose role opens a room."""

    openapi_description = "A key made by `packhorse key add`."

    def __init__(self, room: str) -> None:
        super().__init__()
        self.room = room

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return the caller, or None when the key is not known."""
        caller = find(token)
        if caller and self.room not in KEY_ROLES[caller.role]:
            raise Refusal("NOT_YOUR_ROOM", f"The key's role does not open this ({self.room}).", status=403)
        return caller


def whole_house(request: HttpRequest) -> None:
    """Refuse a key that sees one channel only: floor, stock, calendars and customers are every channel's."""
    if request.auth.channel:  # type: ignore[attr-defined]
        raise Refusal("NOT_YOUR_CHANNEL", "This key is for one channel: take one for all channels.", status=403)


def actor_of(request: HttpRequest, person: str = "") -> str:
    """Return who acts: the login of a page; or the key, with what its scanner calls the person.

    A key never acts in the name of a login: whoever holds a scanner's key could sign for anybody.
    """
    caller, person = request.auth, person.strip()  # type: ignore[attr-defined]
    return f"{caller.name[:80]}/{person}" if caller.id and person else str(caller.name)


def now_and_actor(request: HttpRequest, person: str = "") -> dict[str, Any]:
    """Return what operations are told: now, and who acts."""
    return {"now": timezone.now(), "actor": actor_of(request, person)}


_known: dict[str, tuple[float, Caller]] = {}


def find(secret: str) -> Caller | None:
    """Return whose key this is. Keys found are believed for a few seconds: a request should not cost a look-up."""
    digest = _digest(secret)
    until, caller = _known.get(digest, (0.0, None))
    if caller and time.monotonic() < until:
        return caller
    row = (
        ApiKey.objects.filter(digest=digest, revoked_at=None)
        .values_list("id", "name", "role", "channel", "used_on")
        .first()
    )
    if row is None:
        _known.pop(digest, None)
        return None
    *who, used_on = row
    caller = Caller(*who)
    _keep_day(caller.id, used_on, timezone.now().date())
    _known[digest] = (time.monotonic() + TRUSTED_SECONDS, caller)
    return caller


def _keep_day(key_id: int, used_on: date | None, today: date) -> None:
    """Note that a key is used today: one write a key and day, whoever comes first of many processes."""
    if used_on is None or used_on < today:
        ApiKey.objects.filter(Q(used_on=None) | Q(used_on__lt=today), pk=key_id).update(used_on=today)


@transaction.atomic
def add_key(*, name: str, role: str, channel: str = "", now: datetime) -> str:
    """Make a key and return its secret, which is shown this once. Refuses a name that is taken."""
    if role not in KEY_ROLES:
        raise Refusal("NO_SUCH_ROLE", f"There is no role {role!r}. Use one of: {', '.join(KEY_ROLES)}.", status=422)
    if channel and channel not in {code for code, _, _ in placing.channels()}:
        raise missing("channel", channel)
    if not (len(name.strip()) > 0 and len(name) <= 100 and name.isprintable()):
        raise Refusal("BAD_NAME", "Give the key a name of 1 to 100 printable characters.", status=422)
    if ApiKey.objects.filter(name=name).exists():
        raise Refusal("NAME_TAKEN", f"There is or was a key {name!r} already. Choose another name.")
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


@dataclass(frozen=True)
class KeyRow:
    """A key that opens something; `prefix` are the first letters of its secret."""

    name: str
    prefix: str
    role: str
    channel: str
    made_at: datetime
    used_on: date | None


def known() -> list[KeyRow]:
    """Return the keys that open something, by name."""
    found = ApiKey.objects.filter(revoked_at=None).order_by("name")
    return [KeyRow(*row) for row in found.values_list(*KeyRow.__dataclass_fields__)]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
