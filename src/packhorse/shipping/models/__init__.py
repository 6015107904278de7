"""Shipments, manifests and the carrier's events; labels that are bought with accounts; printers and what they did."""

from packhorse.shipping.models.handover import CarrierForm, PickUp, ShareCount
from packhorse.shipping.models.labels import Away, LabelOrder, Purchase, StrayReport
from packhorse.shipping.models.printing import PaperRecord, Printer, ScaleReading
from packhorse.shipping.models.shipments import HandlingUnit, KeptFigure, Manifest, Shipment, ShopNotice, TrackingEvent
from packhorse.shipping.models.troubles import Trouble, TroubleAct

__all__ = [
    "Away",
    "CarrierForm",
    "HandlingUnit",
    "KeptFigure",
    "LabelOrder",
    "Manifest",
    "PaperRecord",
    "PickUp",
    "Printer",
    "Purchase",
    "ScaleReading",
    "ShareCount",
    "Shipment",
    "ShopNotice",
    "StrayReport",
    "TrackingEvent",
    "Trouble",
    "TroubleAct",
]
