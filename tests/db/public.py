"""What a customer does on the public pages, as verbs for the tests, and an order with an address full of marks."""

from dataclasses import replace

from company import NOW, order, told
from django.test import Client

from packhorse.placing import operations as placing
from packhorse.shipping import queries as shipments

PRIVATE = {
    "name": "Zebedee Quillfeather",
    "line1": "77 Marigold Crescent",
    "line2": "Flat Nightjar",
    "email": "zq@private.example",
    "phone": "+441225496123",
}


def place_private(number="W-1", lines=None, *, city="Bath", instructions="", **more):
    """Place an order whose address is full of what nobody but the carrier is to read; return its id."""
    wanted = order(number, lines, city=city, delivery_instructions=instructions)
    wanted = replace(wanted, address=replace(wanted.address, **(PRIVATE | more)))
    with told():
        (answer,) = placing.place([wanted], now=NOW, actor="channel")
    return answer.order_id


def stranger(language="", **more):
    """Somebody who has signed in nowhere."""
    return Client(headers={"host": "localhost", "accept-language": language}, **more)


def link(order_id, nth=0):
    """The link of an order's nth label."""
    return f"/t/{shipments.of_order(order_id)[nth].token}"


def page(order_id, language="", status=200, **more):
    """The page behind an order's link."""
    answer = stranger(language).get(link(order_id), more)
    assert answer.status_code == status
    return answer.content.decode()


def find(client, number, code, **more):
    return client.post("/track", {"number": number, "postal_code": code}, **more)
