"""Who may do what and where. Roles are Django groups: without one a login can do nothing."""

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.web import settings
from packhorse.web.models import WorksAt

# role: what it may open. "manager" may open everything; "lead" opens the shift's board, plans and releases waves, frees
# slots, and sees who is where.
ROLES = {
    "picker": frozenset({"floor"}),
    "packer": frozenset({"floor", "bench", "papers"}),
    "lead": frozenset({"floor", "bench", "papers", "lead"}),
    "agent": frozenset({"office", "papers"}),
    "manager": frozenset({"floor", "bench", "papers", "lead", "office", "company"}),
}
# Roles that only machines have. "scale" says what lies on a bench's scale, and may do nothing else.
KEY_ROLES = ROLES | {"scale": frozenset({"scale"})}
ROOMS = sorted(frozenset().union(*ROLES.values()))
DEMO_LOGIN = "demo"

# The columns of sql/person.sql that are the login's own.
_PERSON = (
    "id",
    "password",
    "last_login",
    "is_superuser",
    "username",
    "first_name",
    "last_name",
    "email",
    "is_staff",
    "is_active",
    "date_joined",
)

View = Callable[..., HttpResponse]


class Backend(ModelBackend):
    """Django's own login, but the demonstration's login is only let in during a demonstration."""

    def user_can_authenticate(self, user: AbstractBaseUser | AnonymousUser | None) -> bool:
        """Say whether `user` may sign in or stay signed in."""
        if getattr(user, "username", None) == DEMO_LOGIN and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)

    def get_user(self, user_id: int) -> User | None:
        """Return the signed-in person with his roles, as they are now, if he may still be signed in."""
        # Every request asks this: one prepared statement for what would be two queries of the ORM.
        found = sql.rows("web", "person", {"id": user_id})
        if not found:
            return None
        *values, roles, places = found[0]
        user = User.from_db(DEFAULT_DB_ALIAS, _PERSON, values)
        user._rooms = _rooms(roles)
        user._places = frozenset(places)
        return user if self.user_can_authenticate(user) else None


def _rooms(roles: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(ROLES.get(name, frozenset()) for name in roles))


def may(user: Any, room: str) -> bool:
    """Say whether one of the user's roles opens `room`."""
    if user is None or not user.is_authenticated:
        return False
    if not hasattr(user, "_rooms"):
        user._rooms = _rooms(user.groups.values_list("name", flat=True))
    return room in user._rooms


def places_of(user: Any) -> frozenset[int]:
    """Return the ids of the warehouses this person is tied to; empty: he works in all. The office is tied to none."""
    if user is None or not user.is_authenticated or may(user, "office"):
        return frozenset()
    if not hasattr(user, "_places"):
        user._places = frozenset(WorksAt.objects.filter(user=user).values_list("warehouse_id", flat=True))
    found: frozenset[int] = user._places
    return found


def places_named(name: str) -> frozenset[int]:
    """Return the same of a login by its name; empty for one that does not exist."""
    return places_of(User.objects.filter(username=name, is_active=True).first())


def require_place(places: Collection[int], warehouse_id: int | None, what: str) -> None:
    """Refuse `what` (in words) of a warehouse unless it is one of `places`; where these are none, all are."""
    if places and warehouse_id is not None and warehouse_id not in places:
        here = ", ".join(site.code for site in network.warehouses() if site.id in places)
        text = f"{what} is of another warehouse: your login works in {here}. Ask a manager to let you work there, too."
        raise Refusal("NOT_YOUR_WAREHOUSE", text, status=403)


def known(name: str) -> bool:
    """Say whether somebody may sign in under this name."""
    return bool(name) and User.objects.filter(username=name, is_active=True).exists()


def room(name: str, view: View) -> View:
    """Return `view` so that only roles that open room `name` may use it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request, name)
        return view(request, *args, **kwargs)

    guarded.rooms = (name,)  # type: ignore[attr-defined]  # see places.py
    return guarded


def any_room(names: tuple[str, ...], view: View) -> View:
    """Return `view` so that roles that open any of these rooms may use it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request, next((name for name in names if may(request.user, name)), names[0]))
        return view(request, *args, **kwargs)

    guarded.rooms = names  # type: ignore[attr-defined]
    return guarded


def told_office(view: View) -> View:
    """Return `view` with `office`: whether this person's roles open the office and decide what the floor may not."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, office=may(request.user, "office"), **kwargs)

    return told


def told_lead(view: View) -> View:
    """Return `view` with `lead`: whether this person's roles open the lead's room and decide what a picker may not."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, lead=may(request.user, "lead"), **kwargs)

    return told


def require(request: HttpRequest, name: str) -> None:
    """Refuse unless the signed-in person's role opens room `name`."""
    if not may(request.user, name):
        raise Refusal(
            "NOT_YOUR_ROOM", f"Your role does not open this ({name}). Ask a manager to give you one.", status=403
        )
