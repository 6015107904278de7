"""Which lot the goods of a delivery are: said at the dock, announced by the sender, or known from what was sent."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inbound.models import Delivery, DeliveryLine
from packhorse.inbound.queries import lots_on_the_way
from packhorse.inbound.rules import delivery_number

Lot = tuple[str, date | None]  # code (empty: none) and last day


def announced(lines: Sequence[DeliveryLine], product_id: int, lot: str, expires_on: date | None) -> Lot:
    """Return the lot of a supplier's goods, as the sender spells it, with the last day that was said or announced."""
    if not lot:
        return none_said(product_id), expires_on
    line = next((each for each in lines if each.lot_code.casefold() == lot.casefold()), None)
    return (line.lot_code, expires_on or line.expires_on) if line else (lot, expires_on)


def sent(delivery: Delivery, product_id: int, units: int, lot: str, expires_on: date | None) -> Lot:
    """Return the lot of a transfer's goods: one that was sent. Where only one is still to come, it need not be said."""
    left = lots_on_the_way(delivery.pk, product_id)
    if not left:  # nothing of it was sent: it is what its label says
        return lot or none_said(product_id), expires_on
    if lot:
        return _said(delivery, product_id, units, lot, left), expires_on
    still = [code for code, open_units in left.items() if open_units > 0] or list(left)
    if len(still) > 1:
        words = ", ".join(f"{code or 'no lot'} ({left[code]})" for code in still)
        raise Refusal("LOT_WANTED", f"{_sku(product_id)} was sent of several lots, {words}: say which.", status=422)
    return still[0] or none_said(product_id), expires_on


def none_said(product_id: int) -> str:
    """Return the lot of goods of which none is said: none. Refuses that of goods whose lots are tracked."""
    if catalog.by_id([product_id])[product_id].tracks_lots:
        words = f"Lots of {_sku(product_id)} are tracked: scan or type the lot that is on the goods."
        raise Refusal("LOT_WANTED", words, status=422)
    return ""


def _said(delivery: Delivery, product_id: int, units: int, lot: str, left: Counter[str]) -> str:
    code = next((each for each in left if each.casefold() == lot.casefold()), "")
    if not code and "" not in left:
        words = f"Lot {lot} of {_sku(product_id)} was not sent with {delivery_number(delivery.pk)}"
        raise Refusal("LOT_NOT_SENT", f"{words}, but {', '.join(left)}: check the label.", status=422)
    if units > max(0, left[code]) and units <= sum(left.values()):  # as many were sent, but not of this lot
        words = f"{max(0, left[code])} of lot {lot} are still to come, not {units}: scan each lot for itself."
        raise Refusal("LOT_NOT_SENT", words, status=422)
    return code or lot


def _sku(product_id: int) -> str:
    return catalog.by_id([product_id])[product_id].sku
