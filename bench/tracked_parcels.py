"""Parcels under way for bench.shipping, as the hand-over leaves them, by plain SQL; and news of them."""

import random
from datetime import UTC, date, datetime, timedelta

import psycopg

NOW = datetime(2024, 5, 15, 9, 0, tzinfo=UTC)
WAY = ("in_transit", "out_for_delivery", "delivered")

ORDERS = """
INSERT INTO placing_order (channel_id, external_id, placed_at, taken_at, currency, goods_minor, charges_minor, service,
    delivery_instructions, gift_message, state, decided, fingerprint, ship_rule, priority)
SELECT (SELECT min(id) FROM placing_channel), 'T' || nth, %(now)s, %(now)s, 'GBP', 500, 0, 'standard', '', '', 'placed',
    true, '', 'as_available', 0
FROM generate_series(1, %(count)s) AS nth
"""
LINES = """
INSERT INTO placing_orderline (order_id, position, product_id, quantity, unit_price_minor, cancelled, sourced, shipped,
    delivered)
SELECT id, 1, (SELECT min(id) FROM catalog_product), 1, 500, 0, 1, 1, 0 FROM placing_order
"""
FULFILLMENTS = """
INSERT INTO sourcing_fulfillmentorder (order_id, warehouse_id, state, created_at, changed_at, ship_by, promised_on, km)
SELECT id, (SELECT min(id) FROM network_warehouse), 'shipped', %(now)s, %(now)s, %(now)s, %(day)s, 100
FROM placing_order
"""
PARCELS = """
INSERT INTO packing_parcel (fulfillment_id, order_id, warehouse_id, position, of, sscc, state, length_mm, width_mm,
    height_mm, expected_g, weight_g, carton_cost_minor, reasons, created_at, packed_at, packer)
SELECT id, order_id, warehouse_id, 1, 1, lpad(id::text, 18, '0'), 'packed', 300, 200, 100, 500, 500, 30, '[]', %(now)s,
    %(now)s, 'bench'
FROM sourcing_fulfillmentorder
"""
CONTENTS = """
INSERT INTO packing_parcelline (parcel_id, line_id, product_id, quantity, packed)
SELECT parcel.id, line.id, line.product_id, 1, 1
FROM packing_parcel AS parcel JOIN placing_orderline AS line USING (order_id)
"""
SHIPMENTS = """
INSERT INTO shipping_shipment (parcel_id, order_id, warehouse_id, carrier_id, service_id, state, tracking_number, token,
    price_minor, billed_g, zone, offers, label_zpl, handed_over_at, promised_on, first_promised_on, expected_on,
    tracking_state, tracking_at)
SELECT id, order_id, warehouse_id, (SELECT min(id) FROM carriers_carrier), (SELECT min(id) FROM carriers_service),
    'handed_over', 'AP' || lpad(id::text, 11, '0'), 'token-' || id, 400, 500, 'HOME', '[]', repeat('^FX label ', 300),
    %(now)s, %(day)s, %(day)s, %(day)s, 'pre_transit', %(now)s
FROM packing_parcel
"""


def send(url: str, count: int) -> list[str]:
    """Make so many parcels of one order each that were handed to a carrier, and return their tracking numbers."""
    facts = {"now": NOW, "day": date(2024, 5, 17), "count": count}
    with psycopg.connect(url) as connection:
        for statement in (ORDERS, LINES, FULFILLMENTS, PARCELS, CONTENTS, SHIPMENTS):
            connection.execute(statement, facts)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
        return [row[0] for row in connection.execute("SELECT tracking_number FROM shipping_shipment ORDER BY id")]


def news(numbers: list[str]) -> list[tuple]:
    """Return what the carrier tells of all parcels as (number, event id, state, at), in no order of parcels."""
    dice = random.Random(7)
    told = []
    for day, state in enumerate(WAY):
        mixed = dice.sample(numbers, len(numbers))
        told += [
            (number, f"{number}-{day}", state, NOW + timedelta(days=day, seconds=1 + nth))
            for nth, number in enumerate(mixed)
        ]
    return told
