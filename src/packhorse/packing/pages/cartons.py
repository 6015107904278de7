"""Another carton for a parcel: what each would cost more or less, and whether the goods fit."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.packing import operations
from packhorse.packing.offers import Offer, offers_for
from packhorse.packing.pages.pack import parcel_of
from packhorse.placing.rules import order_number


def cartons(request: HttpRequest, sscc: str) -> HttpResponse:
    """Show the cartons for a parcel, and what one means that was scanned or chosen (`?code=`); POST takes it."""
    parcel = parcel_of(sscc)
    if parcel.state != "packing":
        return HttpResponseRedirect(reverse("pack", args=[parcel.sscc]))
    asked, now = (request.POST or request.GET).get("code", "").strip(), timezone.now()
    context: dict[str, Any] = {"parcel": parcel, "number": order_number(parcel.order_id)}
    status = 200
    if request.method == "POST":
        why = request.POST.get("why", "")
        try:
            operations.choose_carton(
                parcel_id=parcel.id, code=asked, why=why, now=now, actor=request.user.get_username()
            )
            return HttpResponseRedirect(reverse("pack", args=[parcel.sscc]))
        except Refusal as refusal:
            status = refusal.status
            context |= {"answer": {"kind": "bad", "text": refusal.text}, "why": why}
    offers = offers_for(parcel, now=now)
    chosen = _named(offers, asked)
    if asked and chosen is None and status == 200:
        status = 422
        text = f"{asked[:40]!r} is no carton here: scan its code, or choose one of these."
        context["answer"] = {"kind": "bad", "text": text}
    context |= {"chosen": chosen, "offers": offers}
    return render(request, "packing/cartons.html", context, status=status)


def _named(offers: list[Offer], asked: str) -> Offer | None:
    exact = next((each for each in offers if each.code == asked), None)
    return exact or next((each for each in offers if each.code.lower() == asked.lower()), None)
