"""Open warehouses and add bins to them."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.network.models import Bin, Warehouse
from packhorse.network.operations.calendars import must_work
from packhorse.network.rules import NewBin, NewWarehouse, floor_bins

SIZES = ("width_mm", "depth_mm", "height_mm", "max_weight_g")


@transaction.atomic
def open_warehouses(warehouses: Sequence[NewWarehouse]) -> None:
    """Open warehouses with their bins, or bring those with the same code up to date. All or none.

    Each has bins on the floor for what comes in, what is in question and what is damaged. What a bin is for does not
    change here: goods may lie in it.
    """
    for new in warehouses:
        facts = {key: value for key, value in asdict(new).items() if key != "bins"}
        facts |= {name: list(facts[name]) for name in ("workdays", "storage_classes", "middle_y_mm")}
        warehouse, _ = Warehouse.objects.update_or_create(code=new.code, defaults=facts)
        must_work(warehouse)
        Bin.objects.bulk_create(
            [Bin(warehouse=warehouse, **asdict(each)) for each in (*new.bins, *floor_bins(new))],
            update_conflicts=True,
            unique_fields=["warehouse", "code"],
            update_fields=["barcode", "zone", "aisle", "x_mm", "y_mm", "storage_class", *SIZES],
            batch_size=2000,
        )


@transaction.atomic
def keep_bins(bins: Sequence[NewBin], *, warehouse: str) -> int:
    """Add bins to a warehouse, or bring those with the same code up to date; return how many are new. All or none.

    Refuses a barcode that another bin has, and another use of a bin that is there: goods may lie in it.
    """
    site = Warehouse.objects.select_for_update(no_key=True).filter(code=warehouse).first()
    if site is None:
        raise missing("warehouse", warehouse[:20])
    there = {each.code: each for each in Bin.objects.filter(warehouse=site)}
    for new in bins:
        if (old := there.get(new.code)) and old.use != new.use:
            text = (
                f"Bin {new.code} is for {old.use}: give {new.use} goods another bin, since goods may lie in this one."
            )
            raise Refusal("BIN_USE_STANDS", text)
    theirs = Bin.objects.filter(barcode__in=[new.barcode for new in bins])
    others = dict(theirs.values_list("barcode", "code").exclude(warehouse=site, code__in=[new.code for new in bins]))
    named = {each.barcode: each.code for each in there.values()}
    for new in bins:
        if named.setdefault(new.barcode, new.code) != new.code or new.barcode in others:
            raise Refusal("BARCODE_TAKEN", f"Barcode {new.barcode} is that of another bin: give each bin its own.")
    Bin.objects.bulk_create(
        [Bin(warehouse=site, **asdict(each)) for each in bins],
        update_conflicts=True,
        unique_fields=["warehouse", "code"],
        update_fields=["barcode", "zone", "aisle", "x_mm", "y_mm", "storage_class", *SIZES],
        batch_size=2000,
    )
    return len({new.code for new in bins} - set(there))
