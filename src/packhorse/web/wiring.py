"""The whole choreography: what happened, and who acts on it."""

from packhorse import events
from packhorse.placing import handlers as placing
from packhorse.sourcing import handlers as sourcing

WIRING = {
    events.OrderPlaced: [sourcing.source_placed],
    events.OrderCancelled: [sourcing.let_go],
    events.CancelRefused: [placing.take_cancel_back],
    events.StockReleased: [placing.count_released, sourcing.source_waiting],
    events.StockReceived: [sourcing.source_waiting],
    events.OrderSourced: [placing.count_sourced],
    events.OrderBackordered: [placing.count_backordered],
    events.WaveReleased: [sourcing.follow_wave],
    events.PickingStarted: [sourcing.follow_start],
    events.PickShort: [placing.count_short, sourcing.source_short],
    events.PicksDone: [sourcing.follow_picks],
    events.OrderSorted: [sourcing.follow_sorted],
    events.OrderPacked: [sourcing.follow_packed],
    events.ParcelShipped: [placing.count_shipped, sourcing.follow_shipped],
    events.ParcelDelivered: [placing.count_delivered, sourcing.follow_delivered],
}
