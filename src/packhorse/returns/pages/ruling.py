"""What may be returned, how long, why, and at whose cost: a manager's page. Each change is a new version."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from packhorse.carriers import queries as carriers
from packhorse.carriers.queries import accounts
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.money import written
from packhorse.returns import operations, queries
from packhorse.returns.pages.typed import amount, field, who, whole
from packhorse.returns.rules import MOST_REASONS, USUAL_LABEL_DAYS, Reason, Rules

MARKS = ("approval", "claim", "fee", "merchant_pays")
EMPTY = 2  # rows for further reasons


def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules that hold; POST keeps others."""
    currency, refusal, held = carriers.company_currency(), None, queries.rules()
    if request.method == "POST":
        try:
            version = operations.keep_rules(
                rules=_given(request, currency), note=field(request, "note"), **who(request)
            )
            messages.success(request, f"Version {version} of the rules holds from now on.")
            return HttpResponseRedirect(reverse("return-rules"))
        except Refusal as refused:
            refusal = refused
    skus = sorted(product.sku for product in catalog.by_id(held.final_sale).values())
    reasons = [vars(each) for each in held.reasons]
    posted = request.POST if refusal else None
    context = {
        "rules": held,
        "currency": currency,
        "window_days": posted.get("window_days", "") if posted else held.window_days,
        "fee_percent": posted.get("fee_percent", "") if posted else held.fee_percent,
        "claim_below": posted.get("claim_below", "") if posted else written(held.claim_below_minor, currency),
        "label": posted.get("label", "") if posted else written(held.label_minor, currency),
        "final_sale": posted.get("final_sale", "") if posted else "\n".join(skus),
        "label_account": posted.get("label_account", "") if posted else held.label_account,
        "label_days": posted.get("label_days", "") if posted else held.label_days,
        "accounts": [row.code for row in accounts.accounts()],
        "note": posted.get("note", "") if posted else "",
        "rows": list(enumerate([*_typed(request)] if posted else [*reasons, *({"code": ""} for _ in range(EMPTY))])),
        "versions": queries.versions(limit=10),
        "answer": {"kind": "bad", "text": refusal.text} if refusal else None,
    }
    return render(request, "returns/rules.html", context, status=refusal.status if refusal else 200)


def _typed(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the reasons as they stand in the form, empty rows too."""
    rows: list[dict[str, Any]] = []
    for nth in range(MOST_REASONS + EMPTY):
        if f"code-{nth}" not in request.POST:
            break
        marks = {name: f"{name}-{nth}" in request.POST for name in MARKS}
        rows.append({"code": field(request, f"code-{nth}"), "words": field(request, f"words-{nth}"), **marks})
    return rows


def _given(request: HttpRequest, currency: str) -> Rules:
    skus = field(request, "final_sale", 100_000).replace(",", " ").split()
    ids = catalog.ids_by_sku(skus)
    if unknown := [sku for sku in skus if sku not in ids]:
        raise Refusal("UNKNOWN_PRODUCT", f"Final sale: product {unknown[0][:40]!r} is not listed.", status=422)
    return Rules(
        window_days=whole(field(request, "window_days"), "days"),
        fee_percent=whole(field(request, "fee_percent"), "fee"),
        claim_below_minor=amount(field(request, "claim_below"), "claims below", currency) or 0,
        label_minor=amount(field(request, "label"), "label", currency) or 0,
        reasons=tuple(Reason(**row) for row in _typed(request) if row["code"] or row["words"]),
        final_sale=frozenset(ids.values()),
        label_account=field(request, "label_account", 20),
        label_days=whole(field(request, "label_days"), "days of a label", empty=USUAL_LABEL_DAYS),
    )
