"""How the goods of a parcel are laid, step by step, as pictures: one by its number, or all on paper."""

from django.http import Http404, HttpRequest, HttpResponse

from packhorse.charts.carton import carton
from packhorse.documents import packing_steps
from packhorse.documents.packing_steps import PackingSteps, StepPicture
from packhorse.errors import Refusal
from packhorse.packing import queries
from packhorse.packing.pages.pack import parcel_of
from packhorse.packing.picture import Plan, plan_of
from packhorse.packing.queries import ParcelRow
from packhorse.placing.rules import order_number


def step_picture(request: HttpRequest, sscc: str, step: int) -> HttpResponse:
    """Return the picture of a step, counted from 1, as SVG."""
    plan = _plan(parcel_of(sscc))
    if not 1 <= step <= len(plan.steps):
        raise Http404
    drawn = carton(plan.room, plan.cubes(step - 1), title=f"Step {step}: {plan.words[step - 1]}")
    return HttpResponse(drawn, content_type="image/svg+xml")


def steps_paper(request: HttpRequest, sscc: str) -> HttpResponse:
    """Return all steps of a parcel as PDF."""
    parcel = parcel_of(sscc)
    plan = _plan(parcel)
    paper = PackingSteps(
        order_number=order_number(parcel.order_id),
        parcel_index=parcel.position,
        parcel_count=parcel.of,
        sscc=parcel.sscc,
        carton=parcel.carton or "",
        room=plan.room,
        steps=tuple(StepPicture(tuple(plan.cubes(nth)), words) for nth, words in enumerate(plan.words)),
    )
    return HttpResponse(packing_steps.render(paper), content_type="application/pdf")


def _plan(parcel: ParcelRow) -> Plan:
    seen = queries.at_bench(parcel)
    plan = plan_of(seen.placement, seen.lines)
    if plan is None:
        why = "nobody worked out how they lie in this carton" if parcel.carton else "it ships in its own packaging"
        raise Refusal("NO_PLACEMENT", f"There are no steps to show for this parcel: {why}.", status=404)
    return plan
