"""The rules of sourcing: versions, a draft's forms, and putting one in shadow or live."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog.rules import STORAGE_CLASSES
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.costs import Weights
from packhorse.sourcing.queries import PolicyRow
from packhorse.sourcing.ruleset import DAYS, KINDS, WHAT, read
from packhorse.web.pages.typed import minor_units, whole

WORTH = {
    "split": "Each further parcel",
    "late_day": "Each day later",
    "balance": "The last unit where it will be wanted",
}
MONEY = {"minor": "Amount", "km_minor": "For 100 km"}


def policies(request: HttpRequest) -> HttpResponse:
    """List the versions of the rules; POST writes a new draft without any, by its `name`."""
    refusal = None
    if request.method == "POST":
        try:
            given = {"name": _text(request, "name"), "note": "", "weights": {}, "rules": []}
            version = operations.draft_policy(**given, **_who(request))
            return HttpResponseRedirect(reverse("rules-version", args=[version]))
        except Refusal as found:
            refusal = found
    rows = sourcing.policies()
    state = {row.state: row for row in reversed(rows)}
    context = {"rows": rows, "live": state.get("live"), "shadow": state.get("shadow"), "refusal": refusal}
    return render(request, "web/policies.html", context, status=refusal.status if refusal else 200)


def policy(request: HttpRequest, version: int) -> HttpResponse:
    """Show a version, with forms when it is a draft (`?rule=` the one to be changed); POST does what `do` says."""
    row = _row(version)
    refusal = None
    if request.method == "POST":
        try:
            do = VERBS.get(request.POST.get("do", ""))
            if do is None:
                raise Refusal("NO_SUCH_VERB", "That form came incomplete: load the page again.", status=422)
            return HttpResponseRedirect(reverse("rules-version", args=[do(request, row)]))
        except Refusal as found:
            refusal = found
    row = _row(version)
    chosen = whole(request.POST.get("number", "") if refusal else request.GET.get("rule", ""))
    editing = row.rules[chosen - 1] if chosen and chosen <= len(row.rules) else {}
    typed: Mapping[str, Any] = request.POST.dict() | _lists(request) if refusal else _typed(editing)
    context = {
        "row": row,
        "rules": [(rule.number, given, rule) for rule, given in zip(read(row.rules), row.rules, strict=True)],
        "steps": sourcing.policy_steps([version]),
        "days": sourcing.shadow_days(version),
        "examples": [order_number(pk) for pk in sourcing.shadow_examples(version)],
        "kinds": [(name, kind.text) for name, kind in KINDS.items()],
        "classes": STORAGE_CLASSES,
        "channels": placing.channels(),
        "sites": network.warehouses(),
        "worth": [(name, getattr(row, name)) for name in WORTH],
        "number": chosen if editing else 0,
        "typed": typed,
        "refusal": refusal,
    }
    return render(request, "web/policy.html", context, status=refusal.status if refusal else 200)


def _keep(request: HttpRequest, row: PolicyRow) -> int:
    worth = {name: minor_units(request.POST.get(name, "")) for name in WORTH}
    if lost := [name for name, minor in worth.items() if minor is None]:
        raise Refusal("WEIGHT_WRONG", f"{WORTH[lost[0]]}: write an amount like 0.50.", status=422)
    _write(request, row, name=_text(request, "name"), note=_text(request, "note"), weights=worth)
    return row.version


def _add(request: HttpRequest, row: PolicyRow) -> int:
    _write(request, row, rules=[*row.rules, _rule(request)])
    return row.version


def _change(request: HttpRequest, row: PolicyRow) -> int:
    nth = _nth(request, row)
    _write(request, row, rules=[*row.rules[:nth], _rule(request), *row.rules[nth + 1 :]])
    return row.version


def _remove(request: HttpRequest, row: PolicyRow) -> int:
    nth = _nth(request, row)
    _write(request, row, rules=[*row.rules[:nth], *row.rules[nth + 1 :]])
    return row.version


def _copy(request: HttpRequest, row: PolicyRow) -> int:
    given = {"name": row.name, "note": f"copied from version {row.version}", "rules": row.rules}
    version = operations.draft_policy(**given, weights=_worth(row), **_who(request))
    messages.success(request, f"Version {version} is a copy of version {row.version}, to be changed.")
    return version


def _shadow(request: HttpRequest, row: PolicyRow) -> int:
    operations.try_policy(version=row.version, **_who(request))
    messages.success(request, "It is in shadow: orders are served as before.")
    return row.version


def _live(request: HttpRequest, row: PolicyRow) -> int:
    operations.go_live(version=row.version, **_who(request))
    messages.success(request, "It is live: orders that are sourced from now on are decided by it.")
    return row.version


def _retire(request: HttpRequest, row: PolicyRow) -> int:
    operations.retire_policy(version=row.version, **_who(request))
    messages.success(request, "It is retired.")
    return row.version


VERBS: Mapping[str, Callable[[HttpRequest, PolicyRow], int]] = {
    "keep": _keep,
    "add": _add,
    "change": _change,
    "remove": _remove,
    "copy": _copy,
    "shadow": _shadow,
    "live": _live,
    "retire": _retire,
}


def _row(version: int) -> PolicyRow:
    row = sourcing.policy(version) if version < 2**31 else None
    if row is None:
        raise Http404
    return row


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"now": timezone.now(), "actor": request.user.get_username()}


def _write(request: HttpRequest, row: PolicyRow, **changed: Any) -> None:
    given = {"name": row.name, "note": row.note, "weights": _worth(row), "rules": row.rules} | changed
    operations.change_policy(version=row.version, **given, **_who(request))
    messages.success(request, "Kept.")


def _worth(row: PolicyRow) -> dict[str, int]:
    return {name: getattr(row, name) for name in vars(Weights()) if name in WORTH}


def _nth(request: HttpRequest, row: PolicyRow) -> int:
    number = whole(request.POST.get("number", ""))
    if not number or number > len(row.rules):
        raise Refusal("NO_SUCH_RULE", "That rule is gone: load the page again.")
    return number - 1


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()


def _rule(request: HttpRequest) -> dict[str, Any]:
    """Return the rule that was typed, without what was left empty; `read` says what is wrong with it."""
    found: dict[str, Any] = {"kind": _text(request, "kind")}
    lists = _lists(request)
    if what := {name: lists[name] for name in WHAT if lists[name]}:
        found["what"] = what
    if lists["warehouses"]:
        found["warehouses"] = lists["warehouses"]
    for name in MONEY:
        if typed := _text(request, name):
            minor = minor_units(typed.lstrip("+-"))
            if minor is None:
                raise Refusal(
                    "RULE_WRONG", f"{MONEY[name]}: {typed[:20]!r} is no amount: write 2.50 or -2.50.", status=422
                )
            found[name] = -minor if typed.startswith("-") else minor
    for name in ("units", "weeks_of_supply"):
        if typed := _text(request, name):
            number = whole(typed)
            found[name] = typed if number is None else number
    return found | {name: _text(request, name) for name in DAYS if _text(request, name)}


def _lists(request: HttpRequest) -> dict[str, list[str]]:
    """Ticked boxes, and words with commas between them."""
    ticked = {name: request.POST.getlist(name) for name in ("classes", "channels", "warehouses")}
    words = {
        name: [each.strip() for each in _text(request, name).split(",") if each.strip()]
        for name in ("products", "sku_prefixes", "countries", "tiers")
    }
    return ticked | words


def _typed(rule: Mapping[str, Any]) -> dict[str, Any]:
    found = {**rule, **rule.get("what", {})}
    for name in MONEY:
        if name in found:
            found[name] = f"{found[name] / 100:.2f}"
    return found
