"""Packhorse's own format: nothing to translate, except an Excel cell that holds a time."""

from packhorse.placing.formats.columns import REQUIRED
from packhorse.placing.formats.rows import Format, Own, Place, Setting, Sheet
from packhorse.placing.formats.times import instant
from packhorse.tables import Row

_SAME_NAMES: dict[str, str] = {}


def _order(sheet: Sheet, rows: list[Row], setting: Setting) -> list[Own]:
    names = sheet.names
    own = []
    for line, cells in rows:
        row = dict(zip(names, [cell.strip() for cell in cells], strict=True))
        if sheet.kind == "xlsx":
            # A cell with a time cannot hold an offset.
            row["placed_at"] = instant(row["placed_at"], setting.zone)
        own.append(Own(Place(line, line, _SAME_NAMES), row))
    return own


OWN = Format("packhorse", tuple((column,) for column in REQUIRED), lambda names: names.issuperset(REQUIRED), _order)
