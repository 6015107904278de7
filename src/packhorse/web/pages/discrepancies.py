"""What came otherwise than it was announced, as a file for the supplier."""

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse

from packhorse.catalog import queries as catalog
from packhorse.inbound import queries
from packhorse.inbound.rules import delivery_id_of
from packhorse.tables import marked

COLUMNS = (
    "delivery",
    "reference",
    "sku",
    "name",
    "lot",
    "announced",
    "sent",
    "received",
    "damaged",
    "lost",
    "difference",
)


def discrepancies(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the lines of a delivery that differ, and what came under codes nobody knew, as CSV."""
    delivery_id = delivery_id_of(number)
    row = queries.delivery(delivery_id) if delivery_id is not None else None
    if row is None:
        raise Http404
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    lines = [line for line in queries.lines([row.id]) if line.differs(row.is_transfer)]
    products = catalog.by_id(line.product_id for line in lines)
    for line in lines:
        product = products[line.product_id]
        named = (row.number, row.reference, product.sku, product.name, line.lot)
        counts = (line.quantity, line.sent, line.received, line.damaged, line.lost)
        writer.writerow([*(marked(each, "csv") for each in named), *counts, line.received - line.due(row.is_transfer)])
    for item in queries.unknown_items(row.id):
        if item.product_id is None:
            named = (row.number, row.reference, item.code, "unknown code", "")
            writer.writerow([*(marked(each, "csv") for each in named), 0, 0, item.units, 0, 0, item.units])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.number}-discrepancies.csv"'
    return answer
