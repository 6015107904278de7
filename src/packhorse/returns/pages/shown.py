"""A return as pages show it: its goods by name, what came, and what can be done now."""

from typing import Any
from uuid import uuid4

from packhorse.catalog import queries as catalog
from packhorse.network import queries as network
from packhorse.placing.rules import order_number
from packhorse.returns import queries
from packhorse.returns.labelling import label_news
from packhorse.returns.queries import ReturnDetail
from packhorse.returns.rules import AWAITED, DISPOSITIONS, PAYERS, RESOLUTIONS, WISHES, spoken


def shown(found: ReturnDetail, *, site_id: int | None = None) -> dict[str, Any]:
    """Return what templates show of a return; with a site only what came there is to be looked at."""
    ids = {each.product_id for each in (*found.lines, *found.items) if each.product_id}
    products, reasons = catalog.by_id(ids), queries.reason_words()
    bins = network.bins_by_id({each.bin_id for each in found.items if each.bin_id} | _laid(found))
    sites = {site.id: site for site in network.warehouses()}
    row = found.row
    return {
        "found": found,
        "row": row,
        "number": spoken(row.rma),
        "order": order_number(row.order_id),
        "exchange": order_number(row.exchange_id) if row.exchange_id else "",
        "wish": WISHES[row.wish],
        "payer": PAYERS[row.label_by],
        "label": _label(found),
        "resolution": RESOLUTIONS.get(row.resolution, ""),
        "lines": [(line, products[line.product_id], reasons.get(line.reason, line.reason)) for line in found.lines],
        "to_come": sum(line.to_come for line in found.lines) if row.wish != "claim" else 0,
        "came": [
            {
                "item": item,
                "product": products.get(item.product_id or 0),
                "bin": bins[item.bin_id].code if item.bin_id else "",
                "site": sites[item.warehouse_id],
                "looked": [(each, bins[each.bin_id].code if each.bin_id else "") for each in item.inspections],
                "key": uuid4(),
                "dispositions": [each for each in DISPOSITIONS if each != "restock" or item.shipped_with],
                "mine": site_id is None or item.warehouse_id == site_id,
            }
            for item in found.items
        ],
        "credit": sum(line.credit_minor for line in found.lines),
        "fees": sum(line.fee_minor for line in found.lines),
        "units": sum(line.credited for line in found.lines),
    }


def _label(found: ReturnDetail) -> dict[str, Any]:
    """Return what is shown of the carrier's label, and what can be done about it."""
    row = found.row
    label = queries.labels_of([row.id]).get(row.id)
    waits = row.state == "approved" and row.wish != "claim"
    again = waits and (label is None or label.state in ("failed", "voided", "dropped"))
    return {
        "row": label,
        "news": label_news(label),
        "scans": queries.scans_of(row.id) if label else [],
        "address": row.state in AWAITED and row.wish != "claim",
        "buy": again and bool(queries.rules().label_account),
        "look": label is not None and label.state in ("owed", "unsure"),
        "void": waits and label is not None and label.state == "bought",
    }


def _laid(found: ReturnDetail) -> set[int]:
    return {each.bin_id for item in found.items for each in item.inspections if each.bin_id}
