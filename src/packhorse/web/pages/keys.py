"""Keys of machines: who has one, a new one, one taken away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.placing import queries as placing
from packhorse.web import keys as machines
from packhorse.web.access import KEY_ROLES


def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys that open something; POST makes one and shows its secret this once, or takes one away."""
    if request.method != "POST":
        return _page(request, {})
    if "revoke" in request.POST:
        return _revoke(request, request.POST["revoke"])
    given = {name: request.POST.get(name, "").strip() for name in ("name", "role", "channel")}
    try:
        secret = machines.add_key(**given, now=timezone.now())
    except Refusal as refusal:
        return _page(request, {"refusal": refusal.text, "given": given}, refusal.status)
    return _page(request, {"secret": secret, "made": given["name"]})


def _revoke(request: HttpRequest, name: str) -> HttpResponse:
    """Ask once more, then do it: a machine stops working at once."""
    if "sure" not in request.POST:
        key = next((row for row in machines.known() if row.name == name), None)
        if key is None:
            raise Refusal("NOT_FOUND", f"There is no key {name[:100]} that opens anything.", status=404)
        return render(request, "web/revoke_key.html", {"key": key})
    machines.revoke_key(name=name, now=timezone.now())
    messages.success(request, f"The key {name} opens nothing any more, within {machines.TRUSTED_SECONDS} seconds.")
    return HttpResponseRedirect(reverse("keys"))


def _page(request: HttpRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {"keys": machines.known(), "roles": tuple(KEY_ROLES), "channels": placing.channels(), **more}
    answer = render(request, "web/keys.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
