"""Stock: what is there, who has a right to it, and how it came about."""

from packhorse.inventory.models.ledger import MovedSerial, Movement, StockChange, StockFile, StockSnapshot
from packhorse.inventory.models.promises import Allocation, ChannelBuffer, Reservation, ReservedUnits, SafetyStock
from packhorse.inventory.models.repairs import Repair, RepairedRow
from packhorse.inventory.models.stock import BinStock, Lot, LotDay, Serial, StockLevel

__all__ = [
    "Allocation",
    "BinStock",
    "ChannelBuffer",
    "Lot",
    "LotDay",
    "MovedSerial",
    "Movement",
    "Repair",
    "RepairedRow",
    "Reservation",
    "ReservedUnits",
    "SafetyStock",
    "Serial",
    "StockChange",
    "StockFile",
    "StockLevel",
    "StockSnapshot",
]
