"""At start: check every state table, lay the wiring, and let long lists of ids be one parameter."""

from django.apps import AppConfig
from django.conf import settings


class WebConfig(AppConfig):
    """The console; it knows every area, so it is where the wiring is laid."""

    name = "packhorse.web"

    def ready(self) -> None:
        """Refuse to start with a state table that does not hold together."""
        from packhorse import states
        from packhorse.counting.rules import COUNT_STATES
        from packhorse.documents.font_folders import look_in
        from packhorse.feed.rules import FEED_STATES, ITEM_STATES, RUN_STATES
        from packhorse.inbound.rules import DELIVERY_STATES, PURCHASE_STATES
        from packhorse.inventory.rules import ALLOCATION_STATES
        from packhorse.outbox.wiring import wire
        from packhorse.packing.rules import PARCEL_STATES
        from packhorse.picking.rules import FILL_STATES, LIST_STATES, TASK_STATES, WAVE_STATES
        from packhorse.placing.rules import ORDER_STATES
        from packhorse.retention.rules import NOTICE_STATES as CUSTOMER_NOTICE_STATES
        from packhorse.returns.rules import LABEL_STATES as RETURN_LABEL_STATES
        from packhorse.returns.rules import RETURN_STATES
        from packhorse.shipping.rules import NOTICE_STATES, SHIPMENT_STATES, UNIT_STATES
        from packhorse.sorting.rules import SLOT_STATES
        from packhorse.sourcing.rules import FULFILLMENT_STATES
        from packhorse.web import lookups
        from packhorse.web.wiring import WIRING

        tables = {
            "allocation": ALLOCATION_STATES,
            "order": ORDER_STATES,
            "fulfillment order": FULFILLMENT_STATES,
            "wave": WAVE_STATES,
            "pick list": LIST_STATES,
            "pick task": TASK_STATES,
            "fill-up": FILL_STATES,
            "slot": SLOT_STATES,
            "parcel": PARCEL_STATES,
            "shipment": SHIPMENT_STATES,
            "pallet or cage": UNIT_STATES,
            "shop notice": NOTICE_STATES,
            "notice to a customer": CUSTOMER_NOTICE_STATES,
            "feed": FEED_STATES,
            "feed item": ITEM_STATES,
            "feed run": RUN_STATES,
            "count": COUNT_STATES,
            "purchase order": PURCHASE_STATES,
            "delivery": DELIVERY_STATES,
            "return": RETURN_STATES,
            "label of a return": RETURN_LABEL_STATES,
        }
        for name, table in tables.items():
            states.check(name, table)
        wire(WIRING)
        lookups.register()
        look_in(settings.FONTS)
