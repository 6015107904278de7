"""Loading a carrier's vehicle: scan parcels and pallets onto it, see what is missing, close the manifest."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.carriers import queries as carriers
from packhorse.errors import Refusal, missing
from packhorse.network.queries import WarehouseRow
from packhorse.shipping import operations
from packhorse.shipping.queries.loading import loading
from packhorse.shipping.rules import manifest_number
from packhorse.web import settings


def load(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show how far the vehicle of `carrier` is loaded; POST scans a `code` onto it, or closes (`do`) its manifest."""
    carrier_id, name = _carrier(request)
    answer, status = None, 200
    who = {"now": timezone.now(), "actor": request.user.get_username()}
    try:
        if request.POST.get("do") == "close":
            return _close(request, site.id, carrier_id, who)
        if request.method == "POST":
            code = request.POST.get("code", "").strip()
            fresh = operations.load(code=code, warehouse_id=site.id, carrier_id=carrier_id, **who)
            text = f"{fresh} parcel{'' if fresh == 1 else 's'} on the vehicle" if fresh else "That was on it already"
            answer = {"kind": "good", "text": text}
    except Refusal as refusal:
        answer, status = {"kind": "bad", "text": refusal.text}, refusal.status
    context = {"site": site, "carrier": carrier_id, "name": name, "answer": answer}
    return render(request, "web/loading.html", context | {"at": loading(site.id, carrier_id)}, status=status)


def _close(request: HttpRequest, site_id: int, carrier_id: int, who: dict[str, object]) -> HttpResponse:
    left = loading(site_id, carrier_id)
    if left.missing and "leave" not in request.POST:
        text = f"{len(left.missing)} parcels are not on the vehicle: scan them, or say that they stay here."
        raise Refusal("MISSING", text)
    manifest = operations.close_manifest(
        warehouse_id=site_id,
        carrier_id=carrier_id,
        gs1_prefix=settings.CONFIG.gs1_prefix,
        loaded_only=True,
        **who,
    )
    if manifest is None:
        raise Refusal("NOTHING_LOADED", "Nothing on the vehicle may leave: scan parcels onto it first.")
    messages.success(request, f"Manifest {manifest_number(manifest)} is closed.")
    return HttpResponseRedirect(reverse("lanes"))


def _carrier(request: HttpRequest) -> tuple[int, str]:
    given = request.POST.get("carrier") or request.GET.get("carrier", "")
    names = carriers.carrier_names()
    carrier_id = int(given) if given.isascii() and given.isdecimal() and len(given) <= 18 else 0
    if carrier_id not in names:
        raise missing("carrier", given[:20])
    return carrier_id, names[carrier_id]
