"""Goods on their way in, before any table: their papers, their states, and where they are put away."""

from packhorse.inbound.rules.coming import Coming, covered_on, left_for_others
from packhorse.inbound.rules.papers import (
    DELIVERY_STATES,
    MAX_UNITS,
    OPEN_DELIVERIES,
    PURCHASE_STATES,
    Announced,
    Ordered,
    Share,
    delivery_id_of,
    delivery_number,
    purchase_id_of,
    purchase_number,
    share_out,
)
from packhorse.inbound.rules.places import Goods, Place, Proposal, forbids, nearest_empty, propose, score

__all__ = [
    "DELIVERY_STATES",
    "MAX_UNITS",
    "OPEN_DELIVERIES",
    "PURCHASE_STATES",
    "Announced",
    "Coming",
    "Goods",
    "Ordered",
    "Place",
    "Proposal",
    "Share",
    "covered_on",
    "delivery_id_of",
    "delivery_number",
    "forbids",
    "left_for_others",
    "nearest_empty",
    "propose",
    "purchase_id_of",
    "purchase_number",
    "score",
    "share_out",
]
