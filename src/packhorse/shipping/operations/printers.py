"""Keep printers, and let go of them."""

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.shipping.models import Printer
from packhorse.shipping.rules import NewPrinter, printer_faults


@transaction.atomic
def keep_printer(*, printer: NewPrinter) -> int:
    """Keep a printer, or bring the one of that name up to date; return its id."""
    if wrong := printer_faults(printer):
        raise Refusal("PRINTER_WRONG", f"{wrong[0][0].upper()}{wrong[0][1:]}.", status=422)
    site = network.warehouse(printer.warehouse)
    if site is None:
        text = f"warehouse: there is no warehouse {printer.warehouse[:20]!r}."
        raise Refusal("UNKNOWN_WAREHOUSE", text, status=422)
    row, _ = Printer.objects.update_or_create(
        name=printer.name.strip(),
        defaults={
            "warehouse_id": site.id,
            "bench": printer.bench.strip(),
            "kind": printer.kind,
            "address": printer.address,
            "language": printer.language,
            "medium": printer.medium,
            "papers": sorted(set(printer.papers)),
        },
    )
    return row.pk


@transaction.atomic
def drop_printer(*, name: str) -> None:
    """Let go of a printer; what it printed stays on record under its name."""
    gone, _ = Printer.objects.filter(name=name).delete()
    if not gone:
        raise missing("printer", name[:40])
