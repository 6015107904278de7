"""What the office does with a product: say when it may be sent and when it comes, and end a checkout's reservation."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import operations as catalog
from packhorse.errors import Refusal, missing
from packhorse.inventory import operations as inventory
from packhorse.inventory.rules import reservation_id_of


def dates(request: HttpRequest, sku: str) -> HttpResponse:
    """POST: `released_on` and `expected_on`, empty when nobody says."""
    days = {name: day_of(request, name) for name in ("released_on", "expected_on")}
    catalog.set_dates(sku=sku, **days, now=timezone.now(), actor=request.user.get_username())
    messages.success(request, "The days are kept. Orders that wait are looked at again.")
    return HttpResponseRedirect(reverse("product", args=[sku]))


def release(request: HttpRequest, sku: str) -> HttpResponse:
    """POST: give free what `reservation` keeps."""
    number = request.POST.get("reservation", "")
    reservation_id = reservation_id_of(number)
    if reservation_id is None:
        raise missing("reservation", number[:20])
    inventory.release_reservation(reservation_id=reservation_id, now=timezone.now(), actor=request.user.get_username())
    messages.success(request, f"{number} is given free.")
    return HttpResponseRedirect(reverse("product", args=[sku]))


def day_of(request: HttpRequest, name: str) -> date | None:
    """Return the day that a field names, or None when it is empty. Refuses what is no day."""
    text = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal("NOT_A_DAY", f"{text[:20]!r} is no day: write it as 2026-12-24.", status=422) from None
