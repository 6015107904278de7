"""Lanes, pallets and cages, manifests, labels, and the customer's tracking page."""

from packhorse.shipping.pages.lanes import lanes
from packhorse.shipping.pages.papers import label, label_links, label_zpl, manifest, track
from packhorse.shipping.pages.units import Units, take_out, unit, unit_paper

__all__ = [
    "Units",
    "label",
    "label_links",
    "label_zpl",
    "lanes",
    "manifest",
    "take_out",
    "track",
    "unit",
    "unit_paper",
]
