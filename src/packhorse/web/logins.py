"""Logins of the console: made, given a role and warehouses, shut."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.web import settings
from packhorse.web.access import DEMO_LOGIN, ROLES
from packhorse.web.models import WorksAt


@dataclass(frozen=True)
class LoginRow:
    """A login: its roles, the codes of the warehouses it is tied to (none: all), and whether it may sign in."""

    name: str
    roles: tuple[str, ...]
    warehouses: tuple[str, ...]
    active: bool
    last_login: datetime | None


def logins(*, limit: int = 500) -> list[LoginRow]:
    """Return the logins by name, those that may sign in first."""
    people = list(User.objects.order_by("-is_active", "username").prefetch_related("groups")[:limit])
    codes = {site.id: site.code for site in network.warehouses()}
    tied: dict[int, list[str]] = {}
    for user_id, warehouse_id in WorksAt.objects.filter(user__in=people).values_list("user_id", "warehouse_id"):
        tied.setdefault(user_id, []).append(codes[warehouse_id])
    return [
        LoginRow(
            each.username,
            tuple(sorted(group.name for group in each.groups.all())),
            tuple(sorted(tied.get(each.pk, []))),
            each.is_active,
            each.last_login,
        )
        for each in people
    ]


@transaction.atomic
def add_user(*, name: str, password: str, role: str, warehouses: Collection[str] = ()) -> None:
    """Make a login with one role, tied to warehouses by their codes (none: all).

    Refuses a name that is taken or none, a role or a warehouse that does not exist, and a password that is too easy.
    """
    sites = _sites(role, warehouses)
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
    _tie(user, sites)


@transaction.atomic
def change_user(*, name: str, role: str, warehouses: Collection[str], active: bool, actor: str) -> None:
    """Give a login this one role, these warehouses (none: all), and let it sign in or not, from its next page on.

    Nobody takes his own rights: who is signed in is left to another manager.
    """
    sites = _sites(role, warehouses)
    user = User.objects.select_for_update().filter(username=name).first()
    if user is None:
        raise missing("login", name[:40])
    if name == actor and (role != "manager" or not active):
        text = "You would shut yourself out. Another manager can do that."
        raise Refusal("YOUR_OWN_LOGIN", text)
    User.objects.filter(pk=user.pk).update(is_active=active)
    user.groups.set([Group.objects.get_or_create(name=role)[0]])
    _tie(user, sites)


def _sites(role: str, warehouses: Collection[str]) -> list[int]:
    if role not in ROLES:
        raise Refusal("NO_SUCH_ROLE", f"There is no role {role!r}. Use one of: {', '.join(ROLES)}.", status=422)
    known = {site.code: site.id for site in network.warehouses()}
    for code in warehouses:
        if code not in known:
            text = f"There is no warehouse {code[:20]!r}. Use one of: {', '.join(sorted(known)) or 'none is open yet'}."
            raise Refusal("UNKNOWN_WAREHOUSE", text, status=422)
    if warehouses and "office" in ROLES[role]:
        tied = ", ".join(name for name, rooms in ROLES.items() if "office" not in rooms)
        text = f"Role {role} works for all warehouses. Only these are tied to some: {tied}."
        raise Refusal("WORKS_FOR_ALL", text, status=422)
    return sorted({known[code] for code in warehouses})


def _tie(user: User, sites: Collection[int]) -> None:
    WorksAt.objects.filter(user=user).exclude(warehouse_id__in=sites).delete()
    WorksAt.objects.bulk_create((WorksAt(user=user, warehouse_id=each) for each in sites), ignore_conflicts=True)
