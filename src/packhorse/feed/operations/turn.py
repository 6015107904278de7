"""Turn a feed on and off, and let what a shop refused be told again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from packhorse.errors import Refusal
from packhorse.feed.models import Feed, FeedItem
from packhorse.feed.operations.ask import queue_run
from packhorse.feed.operations.queue import mark_waiting, queue_telling
from packhorse.feed.rules import LONGEST_ITEM
from packhorse.inventory import operations as inventory
from packhorse.placing import queries as placing
from packhorse.shops import Refused, TryLater, open_shop


def turn_on(*, channel: str, place: str, buffer: int | None, private: bool, now: datetime, actor: str) -> None:
    """Tell a channel's shop of stock from now on, at `place` of the shop's; it is compared at once.

    Where the shop keeps stock by place, its only one need not be named, nor the one it was told at before. `buffer`: so
    many units of every product less are told; None leaves that as it is. When no place, or a wrong one, is named, what
    the shop has is kept to choose from, and nothing else is done.
    """
    kept = Feed.objects.filter(pk=channel).first()
    place = place or (kept.place if kept else "")
    choices = kept.choices if kept and place and place in kept.choices else _places(channel, private)
    if choices and not place and len(choices) == 1:
        (place,) = choices
    chosen = place in choices if choices else not place
    with transaction.atomic():
        feed, _ = Feed.objects.select_for_update().get_or_create(
            pk=channel, defaults={"changed_at": now, "actor": actor[:150]}
        )
        Feed.objects.filter(pk=channel).update(choices=choices)
        if chosen:
            if buffer is not None:
                inventory.set_buffer(channel=channel, product_id=None, units=buffer)
            if place != feed.place:
                # Nothing was told there yet; what is on its way to the old place is told anew.
                FeedItem.objects.filter(feed=feed).update(told=None, asked=F("asked") + 1)
            facts = {"state": "on", "place": place, "changed_at": now, "actor": actor[:150]}
            Feed.objects.filter(pk=channel).update(attempts=0, not_before=None, said="", **facts)
            queue_run(feed, now=now, actor=actor)
    if not chosen:
        raise Refusal("CHOOSE_LOCATION", _which(choices), status=422, details={"locations": choices})


def _which(choices: Mapping[str, str]) -> str:
    if not choices:
        return "The shop keeps one stock for all of it: name no location."
    named = ", ".join(sorted(choices.values()))
    return f"Choose which of the shop's locations is told of the stock: {named}."


def _places(channel: str, private: bool) -> dict[str, str]:
    shop = placing.shops().get(channel)
    if shop is None:
        raise Refusal("NO_SHOP", f"No shop of channel {channel[:40]!r} is connected. Connect it first.")
    access = placing.shop_access(channel)
    if access is None:
        raise Refusal("NO_ACCESS", f"There is no access to the shop of channel {channel[:40]!r}. Give it first.")
    try:
        with open_shop(access, private=private) as (kind, client):
            found = kind.places(client)
            return {place: name[:100] for place, name in found.items() if len(place) <= LONGEST_ITEM}
    except (TryLater, Refused) as error:
        raise Refusal("SHOP_REFUSES", f"The shop does not name its locations. {error.text}.") from None
    except (TypeError, KeyError, AttributeError):
        raise Refusal("NOT_A_SHOP", f"What answers at {access.address} is no {access.kind} shop.") from None


@transaction.atomic
def turn_off(*, channel: str, now: datetime, actor: str) -> None:
    """Tell a channel's shop nothing of stock any more; the numbers it has stay as they are."""
    known = Feed.objects.filter(pk=channel).update(state="off", changed_at=now, actor=actor[:150])
    if not known and channel not in placing.shops():
        raise Refusal("NO_SHOP", f"No shop of channel {channel[:40]!r} is connected. Connect it first.")


@transaction.atomic
def tell_again(*, channel: str, now: datetime) -> None:
    """Let a shop be told now of what it refused, and of what waits. Mend the cause first."""
    feed = Feed.objects.select_for_update().filter(pk=channel).exclude(state="off").first()
    if feed is None:
        raise Refusal("FEED_OFF", f"The shop of channel {channel[:40]!r} is not told of stock. Turn that on first.")
    mark_waiting(FeedItem.objects.select_for_update().filter(feed=feed, state="refused").order_by("id"), now)
    Feed.objects.filter(pk=channel).update(state="on", attempts=0, not_before=None, said="")
    feed.queued_at = feed.not_before = None  # a job that was lost is made good for
    queue_telling(feed, now)
