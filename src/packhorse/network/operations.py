"""Open warehouses."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from packhorse.network.models import Bin, Warehouse
from packhorse.network.rules import NewWarehouse, floor_bins

SIZES = ("width_mm", "depth_mm", "height_mm", "max_weight_g")


@transaction.atomic
def open_warehouses(warehouses: Sequence[NewWarehouse]) -> None:
    """Open warehouses with their bins, or bring those with the same code up to date. All or none.

    Each has bins on the floor for what comes in, what is in question and what is damaged. What a bin is for does not
    change here: goods may lie in it.
    """
    for new in warehouses:
        facts = {key: value for key, value in asdict(new).items() if key != "bins"}
        facts["workdays"] = list(new.workdays)
        facts["storage_classes"] = list(new.storage_classes)
        warehouse, _ = Warehouse.objects.update_or_create(code=new.code, defaults=facts)
        Bin.objects.bulk_create(
            [Bin(warehouse=warehouse, **asdict(each)) for each in (*new.bins, *floor_bins(new))],
            update_conflicts=True,
            unique_fields=["warehouse", "code"],
            update_fields=["barcode", "zone", "aisle", "x_mm", "y_mm", "storage_class", *SIZES],
            batch_size=2000,
        )
