"""What can be done to the catalog: list products with their packs, and say when they may be sent."""

from packhorse.catalog.operations.dates import set_dates
from packhorse.catalog.operations.list_products import list_products
from packhorse.catalog.operations.turn import alone

__all__ = ["alone", "list_products", "set_dates"]
