"""The forms of a return's page: which stand on it, what stands in them, and what was wrong with the one sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from packhorse.money import written
from packhorse.returns.queries import ReturnRow

# What a button says is to be done: its form, where that is named otherwise.
NAMES = {"approve": "decide", "decline": "decide", "buy-label": "buy_label", "void-label": "void_label"}
OF_ITEMS = ("inspect", "accept")  # each item has its own
FIELDS = ("note", "units", "reason", "amount", "reference", "goods")


@dataclass(frozen=True)
class Refused:
    """A form that was sent and refused: its name, the refusal, and what was typed."""

    form: str
    text: str
    typed: Mapping[str, str]


def refused_by(request: HttpRequest, text: str, *, form: str = "") -> Refused:
    """Return what was sent and refused, by the form's name, or by what its button said is to be done."""
    do = form or request.POST.get("do", "")
    name = NAMES.get(do, do)
    name = f"{name}-{request.POST.get('item', '')}" if name in OF_ITEMS else name
    return Refused(name, text, {field: request.POST[field] for field in FIELDS if field in request.POST})


def add_forms(context: dict[str, Any], refused: Refused | None) -> None:
    """Add to what a return's page shows its forms, {name: what stands in it}, and each item's own.

    A refusal stands with its form; at the top of the page where that form is there no more.
    """
    row: ReturnRow = context["row"]
    usual = dict(_of_return(row, context))
    forms = {name: _filled(name, fields, refused) for name, fields in usual.items()}
    for each in context["came"]:
        item = each["item"]
        mine: dict[str, dict[str, str]] = {}
        if item.left:
            mine["inspect"] = {"units": str(item.left), "note": ""}
        if context["acceptable"] and item.shipped_with and not item.line_id:
            mine["accept"] = {"reason": ""}
        each["forms"] = {name: _filled(f"{name}-{item.id}", fields, refused) for name, fields in mine.items()}
        usual |= {f"{name}-{item.id}": fields for name, fields in mine.items()}
    context["forms"] = forms
    context["refusal"] = refused.text if refused and refused.form not in usual else ""


def _of_return(row: ReturnRow, context: Mapping[str, Any]) -> Iterable[tuple[str, dict[str, str]]]:
    if row.state == "requested":
        yield "decide", {"note": ""}
    if row.state in ("requested", "approved"):
        yield "cancel", {"note": ""}
    if row.state == "received" and context["to_come"]:
        yield "missing", {}
    if context["settle"]:
        proposed = written(row.proposed_minor, row.currency) if row.proposed_minor is not None else ""
        yield "refund", {"amount": proposed, "reference": "", "note": ""}
        due = [f"{product.sku} {line.credited}\n" for line, product, _ in context["lines"] if line.credited]
        yield "exchange", {"goods": "".join(due)}
        yield "close", {"note": ""}
    if context["label"]["buy"] or context["label"]["look"]:
        yield "buy_label", {}
    if context["label"]["void"]:
        yield "void_label", {"note": ""}


def _filled(name: str, fields: Mapping[str, str], refused: Refused | None) -> dict[str, str]:
    mine = refused if refused and refused.form == name else None
    typed = mine.typed if mine else {}
    return {"refusal": mine.text if mine else ""} | {each: typed.get(each, text) for each, text in fields.items()}
