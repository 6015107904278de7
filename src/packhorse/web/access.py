"""Who may do what: roles are Django groups, and without a role a login can do nothing."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, transaction
from django.http import HttpRequest, HttpResponse

from packhorse import sql
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.web import settings

# role: what it may open. "manager" may open everything.
ROLES = {
    "picker": frozenset({"floor"}),
    "packer": frozenset({"floor", "bench", "papers"}),
    "agent": frozenset({"office", "papers"}),
    "manager": frozenset({"floor", "bench", "papers", "office", "company"}),
}
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
        *values, roles = found[0]
        user = User.from_db(DEFAULT_DB_ALIAS, _PERSON, values)
        user._rooms = _rooms(roles)
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


def known(name: str) -> bool:
    """Say whether somebody may sign in under this name."""
    return bool(name) and User.objects.filter(username=name, is_active=True).exists()


def room(name: str, view: View) -> View:
    """Return `view` so that only roles that open room `name` may use it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request, name)
        return view(request, *args, **kwargs)

    return guarded


def any_room(names: tuple[str, ...], view: View) -> View:
    """Return `view` so that roles that open any of these rooms may use it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request, next((name for name in names if may(request.user, name)), names[0]))
        return view(request, *args, **kwargs)

    return guarded


def told_office(view: View) -> View:
    """Return `view` with `office`: whether this person's roles open the office and decide what the floor may not."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, office=may(request.user, "office"), **kwargs)

    return told


def at_site(view: View) -> View:
    """Return `view` with the warehouse this person works in as `site`: chosen by `?warehouse=`, then remembered."""

    @wraps(view)
    def placed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        site = site_of(request)
        if chosen := request.GET.get("warehouse", ""):
            request.session["warehouse"] = chosen
        return view(request, *args, site=site, **kwargs)

    return placed


def site_of(request: HttpRequest) -> WarehouseRow:
    """Return the warehouse this person works in; refuses one that does not exist."""
    sites = {site.code: site for site in network.warehouses()}
    if not sites:
        raise Refusal("NO_WAREHOUSE", "No warehouse is open yet. Open one first.", status=404)
    chosen = request.GET.get("warehouse", "")
    if chosen and chosen not in sites:
        raise missing("warehouse", chosen[:20])
    return sites.get(chosen or request.session.get("warehouse", "")) or next(iter(sites.values()))


def require(request: HttpRequest, name: str) -> None:
    """Refuse unless the signed-in person's role opens room `name`."""
    if not may(request.user, name):
        raise Refusal(
            "NOT_YOUR_ROOM", f"Your role does not open this ({name}). Ask a manager to give you one.", status=403
        )


@transaction.atomic
def add_user(*, name: str, password: str, role: str) -> None:
    """Make a login with one role; refuses a name that is taken or none, or a role that does not exist."""
    if role not in ROLES:
        raise Refusal("NO_SUCH_ROLE", f"There is no role {role!r}. Use one of: {', '.join(ROLES)}.", status=422)
    if name == DEMO_LOGIN and not settings.DEMO:
        raise Refusal(
            "NAME_OF_THE_DEMONSTRATION",
            f"The login {DEMO_LOGIN!r} is the demonstration's and is never let in elsewhere. Choose another name.",
            status=422,
        )
    try:
        User(username=name).clean_fields(exclude=["password"])
    except ValidationError as error:
        raise Refusal("BAD_NAME", f"{name[:40]!r} is no login name: {' '.join(error.messages)}", status=422) from None
    if User.objects.filter(username=name).exists():
        raise Refusal("NAME_TAKEN", f"There is a login {name!r} already.")
    try:
        validate_password(password, User(username=name))
    except ValidationError as error:
        raise Refusal("WEAK_PASSWORD", f"That password will not do: {' '.join(error.messages)}", status=422) from None
    user = User.objects.create_user(name, password=password)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
