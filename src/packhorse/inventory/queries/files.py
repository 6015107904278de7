"""Read which files of stock were booked."""

from dataclasses import dataclass
from datetime import datetime

from packhorse.inventory.models import StockFile


@dataclass(frozen=True)
class StockFileRow:
    """A file of stock that was booked; `nth` above 1: on purpose again."""

    id: int
    kind: str
    name: str
    rows: int
    at: datetime
    actor: str
    nth: int


_ROW = tuple(StockFileRow.__dataclass_fields__)


def stock_files(*, limit: int = 20) -> list[StockFileRow]:
    """Return the files that were booked last."""
    return [StockFileRow(*row) for row in StockFile.objects.order_by("-id").values_list(*_ROW)[:limit]]
