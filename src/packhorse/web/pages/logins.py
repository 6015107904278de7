"""People: who may sign in, as what, and in which warehouses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.web import logins
from packhorse.web.access import DEMO_LOGIN, ROLES


def people(request: HttpRequest) -> HttpResponse:
    """Show the logins; POST makes one, or changes the one that `change` names."""
    if request.method != "POST":
        return _page(request, {})
    sent = request.POST
    changed, name = sent.get("change", ""), sent.get("name", "").strip()
    given: dict[str, Any] = {"role": sent.get("role", ""), "warehouses": sent.getlist("warehouse")}
    try:
        if changed:
            who = {"name": changed, "active": "active" in sent, "actor": request.user.get_username()}
            logins.change_user(**who, **given)
            messages.success(request, f"{changed} is changed, from the next page on.")
        else:
            logins.add_user(name=name, password=sent.get("password", ""), **given)
            messages.success(request, f"{name} may sign in as {given['role']}.")
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _page(request, {"refusal": refusal.text, "changed": changed, "given": given | {"name": name}}, refusal)
    return HttpResponseRedirect(reverse("people"))


def _page(request: HttpRequest, more: dict[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    rows = [row for row in logins.logins() if row.name != DEMO_LOGIN]
    tied = [name for name, rooms in ROLES.items() if "office" not in rooms]
    context = {"rows": rows, "roles": tuple(ROLES), "tied": tied, "sites": network.warehouses(), **more}
    return render(request, "web/people.html", context, status=refusal.status if refusal else 200)
