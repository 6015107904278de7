"""What happens to warehouses."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WarehouseClosed:
    """A warehouse is closed from today on: nothing more is to be sent from it."""

    warehouse_id: int


@dataclass(frozen=True)
class WarehouseOpened:
    """A warehouse that was closed works again."""

    warehouse_id: int


@dataclass(frozen=True)
class RulesChanged:
    """Orders are sourced by other rules than before: a version went live, or the live one was retired."""

    version: int
