"""Channels and their shops: open, connect, give access to the shop's API and try it; what shops and customers hear."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.feed import queries as feeds
from packhorse.placing import operations, queries
from packhorse.placing.rules import order_id_of
from packhorse.placing.shops.access import SECRETS, words
from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments
from packhorse.shops import Refused, TryLater, try_access
from packhorse.web.pages import feed, notices

NAMES = {"shopify": "Shopify", "woocommerce": "WooCommerce"}


def channels(request: HttpRequest) -> HttpResponse:
    """Show channels and their shops; POST does what its button says (`do`)."""
    if request.method == "POST":
        done = _do(request, request.POST.get("do", ""), request.POST.get("code", "").strip())
        if done:
            messages.success(request, done)
        return HttpResponseRedirect(reverse("channels"))
    shops, told = queries.shops(), feeds.feeds()
    rows = [(code, name, currency, shops.get(code)) for code, name, currency in queries.channels()]
    asked = {kind: [[(each, words(each)) for each in names] for names in sets] for kind, sets in SECRETS.items()}
    context = {
        "rows": rows,
        "shops": [
            (code, name, shop, NAMES[shop.kind], asked[shop.kind], feed.shown(told.get(code)))
            for code, name, _, shop in rows
            if shop
        ],
        "kinds": NAMES,
        "public_url": settings.PUBLIC_URL,
        **notices.of_channels([(code, name) for code, name, _, _ in rows]),
    }
    return render(request, "web/channels.html", context)


def _do(request: HttpRequest, what: str, channel: str) -> str:
    given = {name: request.POST.get(name, "").strip() for name in ("name", "currency", "kind", "secret", "address")}
    now = timezone.now()
    if what == "open":
        operations.open_channel(code=channel, name=given["name"], currency=given["currency"])
        return "The channel is open."
    if what == "connect":
        if not given["secret"]:
            raise Refusal("NO_SECRET", "Give the secret with which the shop signs its webhooks.", status=422)
        operations.connect_shop(channel=channel, kind=given["kind"], secret=given["secret"], now=now)
        return "The shop is connected. Now enter the address of its webhooks in the shop."
    if what == "disconnect":
        operations.connect_shop(channel=channel, kind=_kind(channel), secret="", now=now)
        return "The shop is disconnected."
    if what == "access":
        secrets = {name: request.POST.get(name, "") for sets in SECRETS[_kind(channel)] for name in sets}
        operations.give_access(
            channel=channel, address=given["address"], secrets=secrets, private=settings.PRIVATE_SHOPS, now=now
        )
        return "The access is kept. Test the connection now."
    if what == "forget":
        operations.drop_access(channel=channel)
        return "The access is forgotten: the shop is told of no more parcels."
    if what == "notices":
        return notices.choose(request, channel)
    if what in feed.DOES:
        return feed.do(request, what, channel, now=now)
    if what == "test":
        return _test(request, channel)
    raise Refusal("NOTHING_TO_DO", "Use one of the page's buttons.", status=422)


def _kind(channel: str) -> str:
    shop = queries.shops().get(channel)
    if shop is None:
        raise Refusal("NO_SHOP", f"No shop of channel {channel[:40]!r} is connected. Connect it first.")
    return shop.kind


def _test(request: HttpRequest, channel: str) -> str:
    access = queries.shop_access(channel)
    if access is None:
        raise Refusal("NO_ACCESS", f"There is no access to the shop of channel {channel[:40]!r}. Give it first.")
    try:
        row = feeds.feed(channel)
        return try_access(access, private=settings.PRIVATE_SHOPS, feed=row is not None and row.state != "off")
    except (Refused, TryLater) as error:
        messages.error(request, f"{error.text}.")
    except (TypeError, KeyError, AttributeError):  # an answer of another shape than this kind of shop's
        messages.error(request, f"What answers at {access.address} is no {NAMES[access.kind]} shop.")
    return ""


def tell_again(request: HttpRequest, number: str) -> HttpResponse:
    """POST: let the order's shop be told anew of `parcel`."""
    order_id, parcel = order_id_of(number), request.POST.get("parcel", "")
    if not (order_id and parcel.isascii() and parcel.isdecimal() and len(parcel) <= 18):
        raise Http404
    notice = shipments.notices([int(parcel)]).get(int(parcel))
    if notice is None or notice.order_id != order_id:
        raise Http404
    if shipping.tell_again([notice.parcel_id], now=timezone.now()):
        messages.success(request, "The shop is being told again.")
    return HttpResponseRedirect(reverse("order", args=[number]))
