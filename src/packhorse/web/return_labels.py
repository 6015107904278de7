"""A return's labels as files: the carrier's, where one was bought, and our own address label, which is always there."""

from packhorse.documents import return_label
from packhorse.documents.return_label import ReturnLabel
from packhorse.errors import Refusal
from packhorse.placing import queries as placing
from packhorse.returns import queries
from packhorse.returns.labelling import label_news
from packhorse.returns.queries import ReturnDetail, ReturnRow
from packhorse.returns.rules import AWAITED, spoken
from packhorse.shipping.papers import recipient_of, sender_of

MEDIA = ("4x6", "a6", "a4")
TYPES = {"pdf": "application/pdf", "zpl": "text/plain; charset=utf-8"}


def address_label(detail: ReturnDetail, medium: str) -> bytes | None:
    """Return the address label, from the customer to the warehouse, as PDF; None where nothing was sent."""
    site = queries.warehouse_of(detail)
    if site is None:
        return None
    ours = detail.row.label_by == "merchant"
    return return_label.render(
        ReturnLabel(
            sender=recipient_of(placing.addresses([detail.row.order_id])[detail.row.order_id]),
            recipient=sender_of(site),
            number=detail.row.barcode,
            spoken=spoken(detail.row.rma),
            carrier=queries.carrier_of(detail) if ours else "",
            postage="Postage paid by the recipient" if ours else "Postage paid by the sender",
        ),
        medium,
    )


def label_file(row: ReturnRow, *, kind: str, medium: str) -> tuple[bytes, str, str]:
    """Return a return's label (`kind` carrier or address), its file's ending and its type.

    Refuses, with what to do, where the carrier's is not there (yet), and where nothing is to come.
    """
    if kind not in ("carrier", "address"):
        raise Refusal("NO_SUCH_KIND", f"kind: use carrier or address, not {kind[:10]!r}.", status=422)
    if medium not in MEDIA:
        raise Refusal("NO_SUCH_MEDIUM", f"medium: use {', '.join(MEDIA)}, not {medium[:10]!r}.", status=422)
    if kind == "carrier":
        label = queries.labels_of([row.id]).get(row.id)
        content = queries.label_content(row.id) if label else None
        if label is None or content is None:
            raise _not_there(row)
        return content, label.form, TYPES[label.form]
    detail = queries.detail(row.id)
    made = address_label(detail, medium) if detail and row.state in AWAITED and row.wish != "claim" else None
    if made is None:
        raise Refusal("NO_LABEL", f"Nothing is to come of return {spoken(row.rma)}: it needs no label.")
    return made, "pdf", TYPES["pdf"]


def _not_there(row: ReturnRow) -> Refusal:
    news = label_news(queries.labels_of([row.id]).get(row.id))
    code = {"coming": "LABEL_COMING", "bad": "LABEL_FAILED"}.get(news.kind, "NO_LABEL")
    return Refusal(code, f"{news.text} The address label is there: ask for kind=address.")
