"""The proof that the books are right: what the last audits found, how it came about, and setting it right."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.web import stock_at
from packhorse.web.audit import asking, repairing, runs
from packhorse.web.audit.advice import advice
from packhorse.web.audit.explain import explain

RUNS, REPAIRS, SHOWN = 15, 10, 200


def audit(request: HttpRequest) -> HttpResponse:
    """Show what the newest audit found, the runs before it and the repairs; POST lets the worker make one now."""
    if request.method == "POST":
        if asking.ask_audit(actor=request.user.get_username()):
            messages.success(request, "The worker makes an audit now; this page shows it when it is done.")
        else:
            messages.success(request, "An audit is asked for already.")
        return HttpResponseRedirect(reverse("audit"))
    part = request.headers.get("HX-Request")
    return render(request, "web/_audit.html" if part else "web/audit.html", _found())


def _found() -> dict[str, Any]:
    last = runs.last_run()
    shown = last.findings[:SHOWN] if last else []
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for each in shown:
        key = each["area"], each["invariant"]
        group = groups.setdefault(key, {"says": each["says"], "area": key[0], "advice": advice(*key), "rows": []})
        group["rows"].append(each)
    repairs = stock.repairs(limit=REPAIRS)
    return {
        "last": last,
        "groups": list(groups.values()),
        "hidden": last.differences - len(shown) if last else 0,
        "runs": runs.runs(limit=RUNS),
        "repairs": [(each, repairing.named(each.rows[:SHOWN]), len(each.rows)) for each in repairs],
        "under_way": asking.audit_under_way(),
        "stock_differs": any(each["area"] == "inventory" for each in shown),
    }


def repair(request: HttpRequest) -> HttpResponse:
    """Show what a repair would write; POST with `reason`, `mark` and `sure` writes exactly that."""
    now = timezone.now()
    if request.method != "POST":
        return render(request, "web/audit_repair.html", {"plan": repairing.plan(now=now)})
    reason, sure = request.POST.get("reason", "").strip()[:180], "sure" in request.POST
    try:
        if not reason:
            raise Refusal("REASON_WANTED", "Say in words why: it is kept with every change.", status=422)
        if not sure:
            raise Refusal("NOT_SURE", "Tick that the list was read: nothing is changed.", status=422)
        actor = request.user.get_username()
        done = repairing.do(reason=reason, now=now, actor=actor, seen=request.POST.get("mark", ""))
    except Refusal as refusal:
        context = {"plan": repairing.plan(now=now), "refusal": refusal.text, "reason": reason}
        return render(request, "web/audit_repair.html", context, status=refusal.status)
    still = f" {done.left} rows still differ: see what to do about them." if done.left else " Nothing differs any more."
    messages.success(request, f"Repair {done.repair_id} set {len(done.changes)} numbers right.{still}")
    return HttpResponseRedirect(reverse("audit"))


def explained(request: HttpRequest, sku: str) -> HttpResponse:
    """Show the history that led to a stock, in all warehouses or in `?warehouse=`; `?at=` asks of the past."""
    now = timezone.now()
    warehouse, asked = request.GET.get("warehouse", ""), request.GET.get("at", "").strip()[:40]
    told = explain(sku=sku, warehouse=warehouse)
    context: dict[str, Any] = {"told": told, "warehouse": warehouse, "asked": asked}
    context["sites"] = [site.code for site in network.warehouses()]
    status = 200
    if asked:
        try:
            context["at"] = stock_at.moment(asked, now=now)
            context["then"] = stock_at.stock_of(sku=sku, at=context["at"], warehouse=warehouse)
        except Refusal as refusal:
            context["refusal"], status = refusal.text, refusal.status
    return render(request, "web/explained.html", context, status=status)
