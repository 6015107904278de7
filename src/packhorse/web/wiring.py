"""The whole choreography: what happened, and who acts on it."""

from packhorse import events
from packhorse.carriers import handlers as carriers
from packhorse.counting import handlers as counting
from packhorse.inventory import handlers as inventory
from packhorse.packing import handlers as packing
from packhorse.picking import handlers as picking
from packhorse.placing import handlers as placing
from packhorse.retention import handlers as retention
from packhorse.shipping import handlers as shipping
from packhorse.sorting import handlers as sorting
from packhorse.sourcing import handlers as sourcing

WIRING = {
    events.OrderPlaced: [sourcing.source_placed],
    events.OrderHeld: [sourcing.follow_holds, picking.leave_waves],
    events.HoldReleased: [sourcing.follow_holds, retention.tell_promises],
    events.OrderEdited: [sourcing.follow_edit, shipping.relabel],
    events.OrderCancelled: [sourcing.let_go],
    events.CancelRefused: [placing.take_cancel_back],
    events.StockReleased: [
        placing.count_released,
        picking.close_released,
        sorting.free_cancelled,
        packing.cancel_released,
        shipping.void_cancelled,
        sourcing.source_waiting,
    ],
    events.StockReceived: [sourcing.source_waiting],
    events.StockFreed: [sourcing.source_waiting],
    events.BinDoubted: [counting.suspect],
    events.ProductDated: [sourcing.follow_dates],
    events.DatesFollowed: [sourcing.follow_further],
    events.WarehouseClosed: [inventory.note_stocked, sourcing.leave_closed],
    events.WarehouseOpened: [inventory.note_stocked, sourcing.use_opened],
    events.RulesChanged: [sourcing.follow_rules],
    events.ProductsChanged: [sourcing.follow_products],
    events.CarriersChanged: [sourcing.follow_carriers],
    events.TiersChanged: [sourcing.follow_tiers],
    events.QueueTried: [sourcing.try_further],
    events.WarehouseLeft: [sourcing.leave_further],
    events.OrderSourced: [placing.count_sourced, retention.tell_promises],
    events.OrderBackordered: [placing.count_backordered, retention.tell_promises],
    events.PromiseRenewed: [retention.tell_promises],
    events.OrderUnreached: [placing.hold_unreached],
    events.WaveReleased: [sourcing.follow_wave],
    events.PickingStarted: [sourcing.follow_start],
    events.PickShort: [placing.count_short, sourcing.source_short, counting.suspect],
    events.AllocationLost: [placing.count_short, picking.close_lost, picking.leave_waves, sourcing.source_lost],
    events.PicksDone: [sourcing.follow_picks, sorting.complete_picked],
    events.OrderSorted: [sourcing.follow_sorted],
    events.ParcelPacked: [shipping.buy_labels],
    events.LabelBought: [shipping.print_labels],
    events.OrderPacked: [sourcing.follow_packed, sorting.free_packed],
    events.ParcelShipped: [
        placing.count_shipped,
        packing.follow_shipped,
        sourcing.follow_shipped,
        shipping.catch_up,
        shipping.tell_shops,
        retention.tell_shipped,
    ],
    events.ParcelDelayed: [retention.tell_late],
    events.ParcelUndelivered: [retention.tell_undelivered],
    events.ParcelDelivered: [
        placing.count_delivered,
        sourcing.follow_delivered,
        shipping.judge,
        retention.tell_delivered,
    ],
    events.ReturnApproved: [retention.tell_authorised],
    events.ReturnReceived: [retention.tell_came],
    events.ReturnClosed: [retention.tell_refunded],
    events.TransitMeasured: [carriers.learn],
}
