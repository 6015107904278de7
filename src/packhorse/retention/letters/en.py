"""English."""

WORDS = {
    "code": "en",
    "hello": "Hello {name},",
    "hello_you": "Hello,",
    "order": "Order: {order} (our number {number})",
    "tracking": "Tracking number: {tracking} ({carrier})",
    "goods": "In the parcel:",
    "follow": "Follow your parcel:",
    "sorry": "We are sorry about that.",
    "regards": "Kind regards",
    "because": "You get this mail because you ordered from {merchant}. It was written by a machine.",
    "later_subject": "Order {order} comes later: {day}",
    "later": "Your order will arrive later than we said. The new day is {day}.",
    "before": "Before, we told you {before}.",
    "waits_subject": "Order {order}: goods are not in stock",
    "waits": "Goods of your order are not in stock at the moment. We expect them from {day} on, and send them as soon "
    "as they are here.",
    "waits_unknown": "Goods of your order are not in stock at the moment. We do not know yet when they will come, and "
    "write to you as soon as we do.",
    "there_subject": "Order {order} arrives on {day}",
    "there": "The goods that your order was waiting for are here. It is to arrive on {day}.",
    "shipped_subject": "Order {order} is on its way",
    "shipped": "A parcel of your order is on its way to you with {carrier}.",
    "expected": "It should arrive on {day}.",
    "late_subject": "Order {order}: your parcel is late",
    "late": "A parcel of your order is delayed with {carrier}. It was to arrive on {day}.",
    "late_unknown": "A parcel of your order is delayed with {carrier}.",
    "likely": "We now expect it on {likely}.",
    "returned_subject": "Order {order}: your parcel could not be delivered",
    "returned": "{carrier} could not deliver a parcel of your order, and is bringing it back to us. Please write to us "
    "so that we can send it again.",
    "lost_subject": "Order {order}: your parcel could not be delivered",
    "lost": "{carrier} tells us that a parcel of your order could not be delivered. We look into it. Please write to "
    "us if you have questions.",
    "delivered_subject": "Order {order} has arrived",
    "delivered": "A parcel of your order was delivered on {day}.",
    "why_short": "The reason: goods were missing in the warehouse that was to send them.",
    "why_changed": "The reason: the order was changed.",
    "why_longer": "The reason: our warehouse needs longer than planned.",
    "why_stock": "The reason: more was ordered than we have.",
    "approved_subject": "Order {order}: your return {rma}",
    "approved": "You may send the goods back to us. Please put the number {rma} on each parcel, so that we know "
    "whose it is.",
    "claimed_subject": "Order {order}: we have accepted your claim",
    "claimed": "We have accepted your claim {rma}. You need not send anything back.",
    "received_subject": "Order {order}: your return has arrived",
    "received": "Goods of your return {rma} have arrived. We are looking at them now.",
    "refunded_subject": "Order {order}: we have refunded {amount}",
    "refunded": "We have refunded {amount} for your return {rma}. It may take some days until you see it on "
    "your account.",
}
