"""The slip that goes into a return's parcel; the label that goes onto it is `returns.papers`."""

from collections.abc import Mapping

from packhorse.catalog import queries as catalog
from packhorse.documents import return_slip
from packhorse.documents.return_slip import ReturnSlip, ReturnSlipLine
from packhorse.placing import queries as placing
from packhorse.returns.queries import ReturnDetail, warehouse_of
from packhorse.returns.rules import spoken
from packhorse.shipping.papers import sender_of
from packhorse.web.pages.public_returns.shown import reasons

MEDIA = {"4x6": "4×6 in", "a6": "A6", "a4": "A4"}


def slip(detail: ReturnDetail, words: Mapping[str, str], *, merchant: str) -> bytes | None:
    """Return the slip as PDF; None where nothing was sent that could come back."""
    site = warehouse_of(detail)
    if site is None:
        return None
    names, told = catalog.by_id(line.product_id for line in detail.lines), dict(reasons(words))
    order = placing.rows([detail.row.order_id])[detail.row.order_id]
    return return_slip.render(
        ReturnSlip(
            merchant=merchant,
            number=detail.row.barcode,
            spoken=spoken(detail.row.rma),
            order=words["order_ours"].format(number=order.number),
            recipient=sender_of(site),
            lines=tuple(
                ReturnSlipLine(
                    names[line.product_id].sku, names[line.product_id].name, line.units, told.get(line.reason, "")
                )
                for line in detail.lines
            ),
            words={name: words[f"paper_{name}"] for name in ("title", "to", "sku", "item", "units", "reason", "how")},
        )
    )
