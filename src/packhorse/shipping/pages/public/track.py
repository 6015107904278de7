"""A customer's parcels by unguessable link, and the other way in: order number and postal code."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from packhorse.errors import Refusal
from packhorse.placing import queries as placing
from packhorse.placing.rules import WISH_LIMITS, Edit
from packhorse.shipping import queries
from packhorse.shipping.pages.public.look import Door, Look, language, page
from packhorse.shipping.pages.public.order import Shown, shown
from packhorse.shipping.pages.public.way import plain
from packhorse.shipping.pages.public.words import WORDS

MOST = WISH_LIMITS["delivery_instructions"]
ACTOR = "customer (tracking page)"
SALT, LINK_DAYS = "packhorse.track", 30  # of links to an order that has no label yet
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TRIES_OF_ADDRESS, TRIES_OF_NUMBER, CHANGES = 30, 10, 10  # an hour, an hour, a day
SAID = ("saved", "removed")


class Pace(Protocol):
    """How often a stranger may try, whatever process he meets."""

    def allow(self, what: str, who: str, *, most: int, within: timedelta, now: datetime) -> bool:
        """Count a try, and say whether it is one of the first `most`."""

    def address_of(self, request: HttpRequest) -> str:
        """Return whom a request is from."""


Beside = Callable[..., Door | None]  # of (order_id, token, language, now)


def nothing_beside(*, order_id: int, token: str, language: str, now: datetime) -> None:
    """Offer nothing more."""


class Public:
    """The public pages of one merchant. `edit` is placing's verb, which only those who wire the house may give.

    So is `beside`: what a later area offers on the page of an order.
    """

    def __init__(self, *, look: Look, edit: Callable[..., None], pace: Pace, beside: Beside = nothing_beside) -> None:
        self.look = look
        self.edit = edit
        self.pace = pace
        self.beside = beside

    @login_not_required
    def track(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show a customer his parcels, and of the address the city only; POST `instructions` to change them."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        words, now = WORDS[language(request)], timezone.now()
        order_id, first = behind(token)
        seen = shown(order_id, first=first, words=words, now=now) if order_id is not None else None
        if order_id is None or seen is None:
            return page(request, "shipping/public/no_link.html", self.look, {}, status=404)
        answer, status, typed = request.GET.get("said", ""), 200, ""
        if request.method == "POST":
            typed = _one_line(request.POST.get("instructions", ""))
            answer, status = self._change(order_id, seen, typed, remove="remove" in request.POST, now=now)
            if status == 200:
                return redirect(request, reverse("track", args=[token]), said=answer)
            seen = shown(order_id, first=first, words=words, now=now) or seen
        elif answer not in SAID:
            answer = ""
        context = {
            "seen": seen,
            "answer": words[answer].format(count=len(typed), most=MOST) if answer else "",
            "bad": status != 200,
            "typed": typed,
            "most": MOST,
            "field": words["instructions_field"].format(most=MOST),
            "to": words["to"].format(city=seen.city),
            "door": self.beside(order_id=order_id, token=token, language=language(request), now=now),
        }
        return page(request, "shipping/public/track.html", self.look, context, status=status, form=seen.changeable)

    def _change(self, order_id: int, seen: Shown, typed: str, *, remove: bool, now: datetime) -> tuple[str, int]:
        """Keep what was typed, or nothing; return which words tell what came of it, and the status."""
        if not seen.changeable:
            return "too_late", 409
        if not remove and not typed:
            return "empty", 422
        if not remove and len(typed) > MOST:
            return "too_long", 422
        # Each change may void a label and buy another one.
        if not self.pace.allow("instructions", str(order_id), most=CHANGES, within=DAY, now=now):
            return "too_often", 429
        try:
            wanted = Edit(delivery_instructions="" if remove else typed)
            self.edit(order_id=order_id, wanted=wanted, now=now, actor=ACTOR)
        except Refusal as refusal:
            return ("too_late", 409) if refusal.code == "TOO_LATE_TO_EDIT" else ("refused", 422)
        return "removed" if remove else "saved", 200

    @login_not_required
    def find(self, request: HttpRequest) -> HttpResponse:
        """Lead to the parcels of an order whose `number` and `postal_code` fit; whichever is wrong, the answer is one.

        What is tried is counted before it is looked at, by address and by number: so nobody learns by trying which
        orders there are, or where one goes.
        """
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        words, now = WORDS[language(request)], timezone.now()
        number, code = (request.POST.get(name, "").strip()[:100] for name in ("number", "postal_code"))
        answer, status = "", 200
        if request.method == "POST":
            if not self._may_try(request, number, now):
                answer, status = "try_later", 429
            elif (order_id := _fitting(number, code)) is None:
                answer, status = "not_found", 422
            else:
                return redirect(request, reverse("track", args=[_token_of(order_id)]))
        context = {"number": number, "answer": words[answer] if answer else ""}
        response = page(request, "shipping/public/find.html", self.look, context, status=status, form=True)
        if status == 429:
            response["Retry-After"] = str(int(HOUR.total_seconds()))
        return response

    def _may_try(self, request: HttpRequest, number: str, now: datetime) -> bool:
        """Count a try; one who tries too often is not let use up others' tries of a number, too."""
        who = self.pace.address_of(request)
        return self.pace.allow("track by address", who, most=TRIES_OF_ADDRESS, within=HOUR, now=now) and (
            self.pace.allow("track by number", plain(number), most=TRIES_OF_NUMBER, within=HOUR, now=now)
        )

    @login_not_required
    def style(self, request: HttpRequest) -> HttpResponse:
        """Return the merchant's colour as a style sheet."""
        return self.look.style()

    @login_not_required
    def logo(self, request: HttpRequest) -> HttpResponse:
        """Return the merchant's logo."""
        if not self.look.logo:
            raise Http404
        return self.look.image()


def _fitting(number: str, code: str) -> int | None:
    """Return the order whose number and postal code these are. It takes the same steps whether there is one or not."""
    candidates = placing.numbered(number)
    addresses = placing.addresses(candidates or [0])
    given, fits = plain(code), None
    for pk, order_id in (candidates or {0: 0}).items():
        there = plain(addresses[pk].postal_code) if pk in addresses else ""
        if constant_time_compare(there, given) and there and fits is None:
            fits = order_id
    return fits


def _token_of(order_id: int) -> str:
    """Return an order's link: of its newest label; of one without labels a signed one, which ends after some weeks."""
    labels = [row.token for row in queries.of_order(order_id) if row.state != "voided"]
    return labels[-1] if labels else signing.dumps(order_id, salt=SALT)


def behind(token: str) -> tuple[int | None, int | None]:
    """Return the order behind a link, and the parcel it is of."""
    if shipment := queries.by_token(token):
        return shipment.order_id, shipment.parcel_id
    try:
        return int(signing.loads(token, salt=SALT, max_age=DAY * LINK_DAYS)), None
    except (signing.BadSignature, ValueError, TypeError):
        return None, None


def redirect(request: HttpRequest, url: str, **more: str) -> HttpResponse:
    """Lead to a public page by GET, in the language that was chosen."""
    chosen = {"lang": request.GET["lang"]} if "lang" in request.GET else {}
    query = urlencode(chosen | more)
    response = HttpResponseRedirect(f"{url}?{query}" if query else url)
    response.status_code = 303
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    return response


def _one_line(text: str) -> str:
    """Return what was typed as labels take it: one line, without signs that nobody sees."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
