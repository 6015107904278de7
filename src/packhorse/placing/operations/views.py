"""Keep what somebody often asks the list of orders for, and forget it."""

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.placing.filters import BUILT_IN, Filter
from packhorse.placing.models import OrderView

LONGEST = 60
MOST = 50  # views a person


@transaction.atomic
def save_view(*, owner: str, name: str, asked: Filter, shared: bool) -> None:
    """Keep a view under a name; one that its owner has under this name already becomes this one."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST or not name.isprintable():
        raise Refusal("WRONG_NAME", f"Give the view a name of 1 to {LONGEST} characters.", status=422)
    if name.casefold() in {each.casefold() for each, _ in BUILT_IN}:
        raise Refusal("NAME_TAKEN", f"{name!r} is a view of everybody's. Choose another name.", status=422)
    if not asked.cells():
        raise Refusal("NOTHING_ASKED", "Nothing is left out: choose a filter first, then save it.", status=422)
    own = OrderView.objects.filter(owner=owner)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise Refusal("TOO_MANY_VIEWS", f"You have {MOST} views already: delete one first.")
    OrderView.objects.update_or_create(owner=owner, name=name, defaults={"asked": asked.cells(), "shared": shared})


@transaction.atomic
def drop_view(*, view_id: int, actor: str, leads: bool) -> None:
    """Forget a view: one's own, or, for somebody who leads, any shared one."""
    view = OrderView.objects.select_for_update().filter(pk=view_id).first()
    if view is None or not (view.owner == actor or view.shared):
        raise missing("view", view_id)
    if view.owner != actor and not leads:
        raise Refusal("NOT_YOURS", f"The view {view.name!r} is {view.owner}'s: ask them to delete it.", status=403)
    view.delete()
