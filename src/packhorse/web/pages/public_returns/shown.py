"""What a customer is shown of his returns, all in his words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from packhorse.catalog import queries as catalog
from packhorse.documents import symbols
from packhorse.languages import CALENDARS, day_in, whole_in
from packhorse.money import written
from packhorse.placing.rules import order_number
from packhorse.returns import queries
from packhorse.returns.labelling import label_news, sent, usable
from packhorse.returns.queries import LabelRow, ReturnableRow, ReturnDetail, ReturnRow
from packhorse.returns.rules import AWAITED, USUAL_REASONS, Reason, spoken

Words = Mapping[str, str]
USUAL = {reason.code: reason.words for reason in USUAL_REASONS}


@dataclass(frozen=True)
class Goods:
    """Goods that may be returned, with what was typed of them."""

    line_id: int
    name: str
    left: int
    units: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """A return. `todo`: what the customer has to do; `papers`: whether there are any to print; `qr` its code.

    `label`: of whom there is a label to print, carrier or address; `label_says`: what is to be known of the carrier's.
    `tracking`: (carrier, number, address where it is followed or nothing) of a parcel with the carrier's label.
    """

    number: str
    rma: str
    state: str
    on: str
    says: str
    note: str
    goods: tuple[tuple[str, str], ...]
    todo: tuple[str, ...]
    papers: bool
    label: str
    label_says: str
    tracking: tuple[str, str, str] | None
    qr: SafeString | str


def returnable(order_id: int, *, now: datetime) -> list[ReturnableRow]:
    """Return the lines of an order of which something can be returned by the rules."""
    return [row for row in queries.returnable(order_id, now=now) if not row.why and row.left > 0]


def goods(rows: list[ReturnableRow], typed: Mapping[str, str]) -> list[Goods]:
    """Return goods with the fields as they were typed."""
    return [
        Goods(
            row.line_id, row.name, row.left, typed.get(f"units-{row.line_id}", "0"),
            typed.get(f"reason-{row.line_id}", ""),
        )
        for row in rows
    ]  # fmt: skip


def reasons(words: Words) -> list[tuple[str, str]]:
    """Return (code, words) of the reasons; those that no manager wrote are in the customer's language."""
    return [(each.code, _reason(each, words)) for each in queries.rules().reasons]


def _reason(reason: Reason, words: Words) -> str:
    return words[f"reason_{reason.code}"] if USUAL.get(reason.code) == reason.words else reason.words


def asked(order_id: int, words: Words) -> list[Asked]:
    """Return an order's returns, the newest first."""
    found = [queries.detail(row.id) for row in queries.of_order(order_id)]
    labels = queries.labels_of(each.row.id for each in found if each is not None)
    return [_asked(each, labels.get(each.row.id), words) for each in found if each is not None]


def _asked(detail: ReturnDetail, label: LabelRow | None, words: Words) -> Asked:
    row = detail.row
    awaited = row.state in AWAITED and row.wish != "claim"
    names = catalog.by_id(line.product_id for line in detail.lines)
    declined = row.state == "declined"
    return Asked(
        number=spoken(row.rma),
        rma=row.rma,
        state=row.state,
        on=words["on"].format(day=day_of(row, words)),
        says=said(row, words),
        note=next((step.note for step in reversed(detail.steps) if step.state == "declined"), "") if declined else "",
        goods=tuple((whole_in(words["code"], line.units), names[line.product_id].name) for line in detail.lines),
        todo=_todo(detail, label, words) if awaited and not sent(label) else (),
        papers=awaited,
        label="" if sent(label) else "carrier" if usable(label, state=row.state) else "address",
        label_says=_label_says(row, label, words) if awaited else "",
        tracking=(label.carrier, label.tracking_number, label.tracking_url)
        if label and label.state == "bought"
        else None,
        qr=_drawn(row, words) if awaited else "",
    )


def said(row: ReturnRow, words: Words) -> str:
    """Return how a return stands, in words."""
    if row.state == "closed":
        amount = f"{written(row.refunded_minor or 0, row.currency)} {row.currency}"
        order = order_number(row.exchange_id) if row.exchange_id else ""
        return words[f"state_{row.resolution}"].format(amount=amount, order=order)
    return words["state_claim" if row.state == "approved" and row.wish == "claim" else f"state_{row.state}"]


def day_of(row: ReturnRow, words: Words) -> str:
    """Return the day on which a return was asked for."""
    return day_in(CALENDARS[words["code"]], row.requested_at.date())


def _todo(detail: ReturnDetail, label: LabelRow | None, words: Words) -> tuple[str, ...]:
    carrier = queries.carrier_of(detail)
    row = detail.row
    if label is not None and usable(label, state=row.state):
        until = day_in(CALENDARS[words["code"]], label.valid_until) if label.valid_until else ""
        how = words["todo_prepaid"].format(carrier=label.carrier, day=until)
        fee = f"{written(row.label_minor, row.currency)} {row.currency}"
        more = (words["todo_fee"].format(amount=fee),) if row.label_minor else ()
        return words["todo_pack"], words["todo_slip"], how, *more
    ours = row.label_by == "merchant" and carrier
    how = words["todo_ours"].format(carrier=carrier) if ours else words["todo_yours"]
    return words["todo_pack"], words["todo_slip"], how


def _label_says(row: ReturnRow, label: LabelRow | None, words: Words) -> str:
    """Say what a customer must know of the carrier's label: nothing of what it costs us, or what the carrier said."""
    if label is None or row.state != "approved" or label.state in ("bought", "dropped"):
        return ""
    if label.state == "failed":
        return words["label_none"]
    return words["label_coming" if label_news(label).kind == "coming" else "label_over"]


def _drawn(row: ReturnRow, words: Words) -> SafeString:
    """Draw the QR code of a return's number, to be shown on a phone; every part of it is a figure of ours."""
    symbol = symbols.qr(row.barcode)
    wide, quiet = symbol.width + 2 * symbol.quiet, symbol.quiet
    way = "".join(
        f"M{quiet + start} {quiet + nth}h{width}v1h-{width}z"
        for nth, stretches in enumerate(symbol.rows)
        for start, width in stretches
    )
    said = words["qr"].format(number=spoken(row.rma))
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<rect width="{0}" height="{0}"/><path d="{2}"/></svg>',
        wide,
        said,
        way,
    )
