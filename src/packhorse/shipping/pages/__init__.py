"""Lanes, pallets and cages, manifests, labels, and the pages that customers see."""

from packhorse.shipping.pages.handover import carrier_form, manifests, pick_ups
from packhorse.shipping.pages.lanes import lanes
from packhorse.shipping.pages.papers import label, label_links, label_zpl, manifest, paper
from packhorse.shipping.pages.public import Look, Public
from packhorse.shipping.pages.units import Units, take_out, unit, unit_paper

__all__ = [
    "Look",
    "Public",
    "Units",
    "carrier_form",
    "label",
    "label_links",
    "label_zpl",
    "lanes",
    "manifest",
    "manifests",
    "paper",
    "pick_ups",
    "take_out",
    "unit",
    "unit_paper",
]
