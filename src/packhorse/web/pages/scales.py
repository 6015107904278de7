"""What lies on the scale of the bench at which a device stands, for the parcel that is to be weighed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packhorse.network import queries as network
from packhorse.shipping.queries import benches
from packhorse.web.printing import bench_of, parcel_of

MORE = 286  # htmx asks no more


def weight(request: HttpRequest, sscc: str) -> HttpResponse:
    """Show the weight while it is fresh, with the way to close the parcel at it; 286 at no bench, or once closed."""
    parcel, now = parcel_of(sscc), timezone.now()
    code = next(site.code for site in network.warehouses() if site.id == parcel.warehouse_id)
    bench = bench_of(request, code)
    if parcel.state != "packing" or not bench:
        return HttpResponse("", status=MORE)
    if not benches.has_scale(parcel.warehouse_id, bench, now=now):
        return HttpResponse("")  # it may be switched on any moment
    grams = benches.weight_at(parcel.warehouse_id, bench, now=now)
    return render(request, "web/_weight.html", {"parcel": parcel, "bench": bench, "grams": grams})
