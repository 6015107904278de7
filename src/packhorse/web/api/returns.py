"""Returns by JSON: ask, decide, settle, and the rules; scanners have doors of their own (`returns_dock`)."""

from dataclasses import asdict
from datetime import timedelta
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Status

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.placing.api import REFUSED, Number, id_of
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import NO_NUL
from packhorse.returns import operations, queries
from packhorse.returns.labelling import label_news
from packhorse.returns.queries import ItemRow, ReturnRow
from packhorse.returns.rules import RETURN_STATES, Reason, Rules, Wanted
from packhorse.web import return_labels
from packhorse.web.api import returns_bodies as bodies
from packhorse.web.api import returns_told as told
from packhorse.web.exchanging import exchange
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["returns"])
RmaPath = Path(..., pattern=r"^[0-9A-Za-z -]{10,14}$", examples=["R7K2M9QXD5"], description="the return's number")


@router.get("/returns", response={200: told.ReturnsOut, **REFUSED}, summary="List returns, newest first")
def list_returns(
    request: HttpRequest,
    state: Literal[("", "open", *RETURN_STATES)] = Query("", description="`open`: all that is not settled"),
    before: int | None = Query(None, ge=1, le=2**63 - 1, description="`next` of the page before"),
    limit: int = Query(50, ge=1, le=200),
) -> told.ReturnsOut:
    """Of all channels."""
    whole_house(request)
    rows = queries.listed(state=state, before=before, limit=limit + 1)
    return told.ReturnsOut(
        returns=[_summary(row) for row in rows[:limit]], next=rows[limit - 1].id if len(rows) > limit else None
    )


@router.get("/orders/{number}/returnable", response={200: told.ReturnablesOut, **REFUSED}, summary="What may come back")
def returnable(request: HttpRequest, number: str = Number) -> told.ReturnablesOut:
    """Line by line, with the last day, and why not."""
    rows = queries.returnable(id_of(request, number), now=timezone.now())
    fields = told.ReturnableOut.model_fields
    return told.ReturnablesOut(lines=[{name: getattr(row, name) for name in fields} for row in rows])


@router.post("/orders/{number}/returns", response={201: told.ReturnOut, **REFUSED}, summary="Ask for a return")
def ask(request: HttpRequest, wanted: bodies.ReturnIn, number: str = Number) -> Status:
    """Approved at once where the rules let it, else it waits for a person.

    409: not sent yet, more than is left (RETURN_TOO_MANY), WINDOW_OVER, FINAL_SALE.
    """
    return_id = operations.request_return(
        order_id=id_of(request, number),
        lines=[Wanted(line.line_id, line.units, line.reason) for line in wanted.lines],
        wish=wanted.wish,
        words=wanted.words,
        key=wanted.key,
        goodwill=wanted.goodwill,
        **now_and_actor(request),
    )
    return Status(201, return_out(return_id))


@router.get("/returns/{rma}", response={200: told.ReturnOut, **REFUSED}, summary="Read a return")
def read_return(request: HttpRequest, rma: str = RmaPath) -> told.ReturnOut:
    """The return whole: goods, what came, what was found, who did what."""
    return return_out(row_of(request, rma).id)


@router.post("/returns/{rma}/decision", response={200: told.ReturnOut, **REFUSED}, summary="Decide about a return")
def decide(request: HttpRequest, wanted: bodies.DecisionIn, rma: str = RmaPath) -> Status:
    """Approve or decline what waits for a person, or cancel what nothing came of. Decided again, nothing changes."""
    row = row_of(request, rma)
    verbs = {"approve": operations.approve, "decline": operations.decline, "cancel": operations.cancel}
    verbs[wanted.decision](return_id=row.id, note=wanted.note, **now_and_actor(request))
    return Status(200, return_out(row.id))


@router.get("/returns/{rma}/label", response={200: None, **REFUSED}, summary="A return's label as a file")
def label(
    request: HttpRequest,
    rma: str = RmaPath,
    kind: Literal["carrier", "address"] = Query("carrier", description="the carrier's, or our own address label"),
    medium: Literal[return_labels.MEDIA] = Query("4x6", description="of the address label"),
) -> HttpResponse:
    """409: it is still being bought (LABEL_COMING), could not be (LABEL_FAILED), or is not wanted (NO_LABEL)."""
    content, _, media_type = return_labels.label_file(row_of(request, rma), kind=kind, medium=medium)
    return HttpResponse(content, content_type=media_type)


@router.post("/returns/{rma}/label", response={200: told.ReturnOut, **REFUSED}, summary="Buy a label, or give it back")
def change_label(request: HttpRequest, wanted: bodies.LabelIn, rma: str = RmaPath) -> Status:
    """Done by a worker: read the return again in a moment. There are never two labels; asked again, nothing changes."""
    row = row_of(request, rma)
    if wanted.do == "buy":
        operations.get_label_again(return_id=row.id, **now_and_actor(request))
    else:
        operations.give_label_back(return_id=row.id, note=wanted.note, **now_and_actor(request))
    return Status(200, return_out(row.id))


@router.post("/returns/{rma}/missing", response={200: told.ReturnOut, **REFUSED}, summary="Nothing more comes")
def no_more(request: HttpRequest, wanted: bodies.NoMoreIn, rma: str = RmaPath) -> Status:
    """What was announced and did not come is missing, and not refunded."""
    row = row_of(request, rma)
    operations.report_missing(return_id=row.id, note=wanted.note, **now_and_actor(request))
    return Status(200, return_out(row.id))


@router.post("/returns/{rma}/accept", response={200: told.ReturnOut, **REFUSED}, summary="Let surplus units count")
def accept(request: HttpRequest, wanted: bodies.AcceptIn, rma: str = RmaPath) -> Status:
    """Units that were sent with the order and came back unannounced are part of the return from now on."""
    row = row_of(request, rma)
    _item(row, wanted.item_id)
    operations.accept_surplus(item_id=wanted.item_id, reason=wanted.reason, **now_and_actor(request))
    return Status(200, return_out(row.id))


@router.post("/returns/{rma}/settlement", response={200: told.ReturnOut, **REFUSED}, summary="Settle a return")
def settle(request: HttpRequest, wanted: bodies.SettlementIn, rma: str = RmaPath) -> Status:
    """Once: refunded as proposed or less, exchanged by one order, or neither. Said again, nothing changes."""
    row, said = row_of(request, rma), {"note": wanted.note, **now_and_actor(request)}
    if wanted.resolution == "refund":
        money = {"amount_minor": wanted.amount_minor, "reference": wanted.reference}
        operations.mark_refunded(return_id=row.id, **money, **said)
    elif wanted.resolution == "exchange":
        goods: dict[str, int] = {}
        for each in wanted.goods:
            goods[each.sku] = goods.get(each.sku, 0) + each.units
        exchange(return_id=row.id, goods=goods, **said)
    else:
        operations.close_without(return_id=row.id, **said)
    return Status(200, return_out(row.id))


@router.get("/return-rules", response={200: told.ReturnRulesOut, **REFUSED}, summary="What may be returned")
def read_rules(request: HttpRequest) -> told.ReturnRulesOut:
    """The rules that hold."""
    return _rules_out()


@router.put(
    "/return-rules",
    response={200: told.ReturnRulesOut, **REFUSED},
    auth=Key("company"),
    summary="Rule anew what may be returned",
)
def keep_rules(request: HttpRequest, wanted: bodies.ReturnRulesIn) -> Status:
    """A new version, which holds from now on; the same again is none."""
    whole_house(request)
    ids = catalog.ids_by_sku(wanted.final_sale)
    if unknown := [sku for sku in wanted.final_sale if sku not in ids]:
        raise Refusal("UNKNOWN_PRODUCT", f"final_sale: product {unknown[0][:40]!r} is not listed.", status=422)
    given = wanted.model_dump(exclude={"reasons", "final_sale", "note"})
    reasons = tuple(Reason(**each.model_dump()) for each in wanted.reasons)
    rules = Rules(**given, reasons=reasons, final_sale=frozenset(ids.values()))
    operations.keep_rules(rules=rules, note=wanted.note, **now_and_actor(request))
    return Status(200, _rules_out())


@router.get("/return-reasons", response={200: told.ReasonsOut, **REFUSED}, summary="Why goods come back")
def reasons(
    request: HttpRequest,
    days: int = Query(90, ge=1, le=3650),
    sku: str = Query("", max_length=64, pattern=NO_NUL),
) -> told.ReasonsOut:
    """By product and reason, of returns asked for in the last days."""
    whole_house(request)
    until = timezone.now()
    rows = queries.by_product(since=until - timedelta(days=days), until=until, sku=sku)
    return told.ReasonsOut(reasons=[vars(row) | {"permille": row.permille} for row in rows])


def row_of(request: HttpRequest, rma: str) -> ReturnRow:
    """Return the return; a key for one channel sees only that channel's."""
    row = queries.by_rma(rma)
    if row is None:
        raise missing("return", rma)
    id_of(request, order_number(row.order_id))
    return row


def return_out(return_id: int) -> told.ReturnOut:
    """Return a return that is there, as JSON."""
    found = queries.detail(return_id)
    if found is None:
        raise missing("return", return_id)
    products = catalog.by_id({each.product_id for each in (*found.lines, *found.items) if each.product_id})
    sites = {site.id: site.code for site in network.warehouses()}
    laid = {each.bin_id for item in found.items for each in item.inspections} | {item.bin_id for item in found.items}
    bins = {pk: each.code for pk, each in network.bins_by_id(pk for pk in laid if pk).items()}
    lines = [asdict(line) | {"sku": products[line.product_id].sku} for line in found.lines]
    items = []
    for item in found.items:
        product = products.get(item.product_id or 0)
        items.append(
            told.CameBackOut(
                item_id=item.id,
                sku=product.sku if product else None,
                announced=item.line_id is not None,
                to_inspect=item.left,
                warehouse=sites[item.warehouse_id],
                bin=bins.get(item.bin_id or 0, ""),
                inspections=[asdict(each) | {"bin": bins.get(each.bin_id or 0, "")} for each in item.inspections],
                code=item.code,
                units=item.units,
                at=item.at,
            )
        )
    return told.ReturnOut(
        **_summary(found.row).model_dump(),
        words=found.words,
        label=_label_out(return_id),
        lines=lines,
        items=items,
        steps=[asdict(step) for step in found.steps],
    )


def _label_out(return_id: int) -> told.ReturnLabelOut | None:
    row = queries.labels_of([return_id]).get(return_id)
    if row is None:
        return None
    tracking = [asdict(each) for each in queries.scans_of(return_id)]
    return told.ReturnLabelOut(**asdict(row), there=row.good, says=label_news(row).text, tracking=tracking)


def _summary(row: ReturnRow) -> told.ReturnSummaryOut:
    numbers = {
        "order": order_number(row.order_id),
        "exchange": order_number(row.exchange_id) if row.exchange_id else None,
    }
    return told.ReturnSummaryOut(**asdict(row) | numbers)


def _rules_out() -> told.ReturnRulesOut:
    rules = queries.rules()
    skus = sorted(product.sku for product in catalog.by_id(rules.final_sale).values())
    return told.ReturnRulesOut(**asdict(rules) | {"final_sale": skus})


def _item(row: ReturnRow, item_id: int) -> ItemRow:
    """Return an item of a return. Refuses one of another."""
    item = next((each for each in queries.items(row.id) if each.id == item_id), None)
    if item is None:
        raise missing("item", item_id)
    return item
