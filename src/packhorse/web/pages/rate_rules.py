"""Rules on the choice of carriers: a list in the order they are asked, and a form to keep or to try one."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.algorithms.dangerous import HAZMAT_CLASSES
from packhorse.carriers import operations
from packhorse.carriers.queries.rate_rules import RateRuleRow, rate_rules
from packhorse.carriers.rule_reading import wrong
from packhorse.carriers.rules import ANY
from packhorse.carriers.rules.rate_rules import KINDS, PERIODS
from packhorse.catalog.rules import STORAGE_CLASSES
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.placing import queries as placing
from packhorse.web import rate_rules as shared
from packhorse.web.pages.typed import minor_units, whole

TICKED = ("targets", "classes", "channels", "warehouses")
WORDS = ("hazmat", "places", "tiers")


def rules(request: HttpRequest) -> HttpResponse:
    """Show all rules and a form (`rule`: to change that one); POST does what its button says (`do`)."""
    refusal, seen, rows = None, None, rate_rules()
    if request.method == "POST":
        try:
            seen = _do(request, request.POST.get("do", ""))
        except Refusal as found:
            refusal = found
        if seen is None and refusal is None:
            return HttpResponseRedirect(reverse("rate-rules"))
    typing = refusal is not None or seen is not None
    chosen = whole((request.POST if typing else request.GET).get("rule", "")) or 0
    editing = next((row for row in rows if row.id == chosen), None)
    typed: Mapping[str, Any] = _as_typed(request) if typing else _written(editing)
    context = {
        "rows": [(row, row.rule.about.words()) for row in rows],
        "kinds": KINDS,
        "targets": shared.known().targets,
        "classes": STORAGE_CLASSES,
        "hazmat_classes": [ANY, *HAZMAT_CLASSES],
        "channels": placing.channels(),
        "sites": network.warehouses(),
        "periods": PERIODS,
        "editing": editing,
        "typed": typed,
        "refusal": refusal,
        "seen": seen,
    }
    return render(request, "web/rate_rules.html", context, status=refusal.status if refusal else 200)


def _do(request: HttpRequest, what: str) -> object | None:
    """Do what a button says; return what trying a rule found."""
    who = {"now": timezone.now(), "actor": request.user.get_username()}
    rule_id = whole(request.POST.get("rule", ""))
    if what == "try":
        return shared.tried(_given(request), rule_id=rule_id, now=timezone.now())
    if what == "keep":
        operations.keep_rate_rule(given=_given(request), known=shared.known(), rule_id=rule_id or None, **who)
        messages.success(request, "The rule is kept: it counts for labels from now on.")
    elif rule_id and what in ("on", "off"):
        operations.use_rate_rule(rule_id=rule_id, on=what == "on", **who)
    elif rule_id and what == "up":
        operations.raise_rate_rule(rule_id=rule_id)
    elif rule_id and what == "drop":
        operations.drop_rate_rule(rule_id=rule_id, **who)
        messages.success(request, "The rule is dropped.")
    else:
        raise Refusal("NOTHING_TO_DO", "Use one of the page's buttons.", status=422)
    return None


def _as_typed(request: HttpRequest) -> dict[str, Any]:
    """Return what stands in the form, to be corrected."""
    return request.POST.dict() | {name: request.POST.getlist(name) for name in TICKED}


def _written(row: RateRuleRow | None) -> dict[str, Any]:
    """Return a kept rule as the form writes it."""
    if row is None:
        return {"on": True}
    found: dict[str, Any] = dict(row.given)
    found |= {name: ", ".join(found[name]) for name in WORDS}
    for name in ("minor", "over_minor"):
        if found[name]:
            found[name] = f"{found[name] / 100:.2f}"
    for name in ("valid_from", "valid_until"):
        found[name] = found[name].isoformat() if found[name] else ""
    found["percent"] = found["percent"] or ""
    return found


def _given(request: HttpRequest) -> dict[str, Any]:
    """Return the rule that was typed, without what was left empty."""
    text = {name: value.replace("\x00", "").strip() for name, value in request.POST.items()}
    found: dict[str, Any] = {name: request.POST.getlist(name) for name in TICKED}
    found |= {name: [each.strip() for each in text.get(name, "").split(",") if each.strip()] for name in WORDS}
    found |= {name: text[name] for name in ("name", "kind", "per", "valid_from", "valid_until") if text.get(name)}
    for name in ("minor", "over_minor"):
        if typed := text.get(name):
            amount = minor_units(typed.lstrip("+-"))
            if amount is None:
                raise wrong(name, f"{typed[:20]!r} is no amount: write 2.50 or -2.50.")
            found[name] = -amount if typed.startswith("-") else amount
    for name in ("percent", "over_g"):
        if typed := text.get(name):
            number = whole(typed.lstrip("-"))
            if number is None:
                raise wrong(name, f"{typed[:20]!r} is no whole number.")
            found[name] = -number if typed.startswith("-") else number
    return found | {"on": "on" in text, "all_sites": "all_sites" in text}
