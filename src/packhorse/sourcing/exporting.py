"""Goods that may not be sent to a country, or not out of their own: who may not serve whom with them, in words."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from packhorse.catalog.rules import ABROAD
from packhorse.sourcing.rules import LineNeed, OrderNeed, Site


def export_limit(line: LineNeed, country: str, site: Site) -> str:
    """Say why goods may not be sent from a warehouse to a country (ISO); empty when they may."""
    if country in line.not_to:
        return f"{line.sku} may not be sent to {country}"
    if ABROAD in line.not_to and country != site.country:
        return f"{line.sku} may not be sent abroad, from {site.country} to {country}"
    return ""


def never(order: OrderNeed, lines: Collection[LineNeed], sites: Collection[Site]) -> str:
    """Name those of `lines` that may be sent to where the order goes from no warehouse; empty when there is none."""
    lost = [line.sku for line in lines if line.not_to and all(export_limit(line, order.country, s) for s in sites)]
    return f"{', '.join(dict.fromkeys(lost))} may not be sent to {order.country}"[:300] if lost else ""


def limited(orders: Sequence[OrderNeed], sites: Collection[Site]) -> list[OrderNeed]:
    """Return needs, with a manager's rules applied to them already, with what keeps goods in their countries added.

    A warehouse that may send nothing of an order is kept from it; of others the rest of the order comes.
    """
    return [_limited(each, sites) if any(line.not_to for line in each.lines) else each for each in orders]


def _limited(order: OrderNeed, sites: Collection[Site]) -> OrderNeed:
    lines = []
    for line in order.lines:
        out = {site.id: why for site in sites if (why := export_limit(line, order.country, site))}
        lines.append(line._replace(ruled={**line.ruled, **out}) if out else line)
    kept_in = {line.product_id: line.ruled for line in lines}
    whole = {pk: why for pk, why in lines[0].ruled.items() if all(pk in line.ruled for line in lines)}
    kept = {key: units for key, units in order.kept.items() if key[1] not in kept_in.get(key[0], ())}
    return replace(order, lines=tuple(lines), ruled={**whole, **order.ruled}, kept=kept)
