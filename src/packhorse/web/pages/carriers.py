"""Carriers: who may be bought of, and accounts with them: open, test, use or not."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.carriers import operations, queries
from packhorse.carriers.adapters import ADDRESSES, SECRETS
from packhorse.carriers.queries import accounts
from packhorse.carriers.rules import FORMS
from packhorse.errors import Refusal
from packhorse.shipping.queries import labels

NAMES = {"easypost": "EasyPost"}
WORDS = {"api_key": "API key"}


def carriers(request: HttpRequest) -> HttpResponse:
    """Show carriers, their services and accounts; POST does what its button says (`do`)."""
    if request.method == "POST":
        messages.success(request, _do(request, request.POST.get("do", ""), request.POST.get("code", "").strip()))
        return HttpResponseRedirect(reverse("carriers"))
    away = labels.away(timezone.now())
    context = {
        "carriers": queries.carriers(),
        "accounts": [(row, NAMES.get(row.kind, row.kind), away.get(row.id)) for row in accounts.accounts()],
        "kinds": [
            (kind, NAMES.get(kind, kind), ADDRESSES[kind], [(name, _said(name)) for name in names])
            for kind, names in SECRETS.items()
        ],
        "forms": FORMS,
        "strays": labels.strays(limit=20),
        "unsure": labels.unsure(limit=20),
        "public_url": settings.PUBLIC_URL,
    }
    return render(request, "web/carriers.html", context)


def _said(secret: str) -> str:
    return WORDS.get(secret, secret.replace("_", " "))


def _do(request: HttpRequest, what: str, code: str) -> str:
    if what == "keep":
        kind = request.POST.get("kind", "")
        operations.keep_account(
            code=code,
            kind=kind,
            address=request.POST.get("address", ""),
            secrets={name: request.POST.get(name, "") for name in SECRETS.get(kind, {})},
            form=request.POST.get("form", ""),
            private=settings.PRIVATE_SHOPS,
            now=timezone.now(),
        )
        return "The account is kept. Test it now."
    if what in ("on", "off"):
        operations.use_account(code=code, on=what == "on")
        return "Labels are bought with it." if what == "on" else "No more labels are bought with it."
    if what == "test":
        return operations.test_account(code=code, private=settings.PRIVATE_SHOPS)
    raise Refusal("NOTHING_TO_DO", "Use one of the page's buttons.", status=422)
