"""Which format a table has: its header says so."""

from collections.abc import Mapping

from packhorse.placing.formats.amazon import AMAZON
from packhorse.placing.formats.mapping import mapped
from packhorse.placing.formats.own import OWN
from packhorse.placing.formats.rows import Format, Sheet
from packhorse.placing.formats.shopify import SHOPIFY
from packhorse.placing.formats.woocommerce import WOOCOMMERCE
from packhorse.tables import Table

FORMATS = (SHOPIFY, AMAZON, WOOCOMMERCE)


def recognise(table: Table, mapping: Mapping[str, object] | None = None) -> Format:
    """Return the table's format: our own, then the channel's mapping, then those that are known.

    One that nobody knows is taken for what the channel maps, else for our own: its missing columns are named then.
    """
    names = frozenset(table.names)
    own = mapped(mapping) if mapping else None
    candidates = (OWN, *([own] if own else ()), *FORMATS)
    return next((each for each in candidates if each.fits(names)), own or OWN)


def missing(form: Format, sheet: Sheet) -> list[str]:
    """Name the columns that the format must have and the file has not."""
    return [either[0] for either in form.wants if not any(sheet.has(column) for column in either)]
