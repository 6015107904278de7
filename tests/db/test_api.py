"""The door for machines: placed once, read, changed, refused in words."""

import threading
from collections import Counter

import pytest
from company import NOW, open_company, relay, run_sql
from django.db import connections
from django.test import Client
from django.utils import timezone
from machine import Api, race, wish
from pydantic import BaseModel

from packhorse.placing import operations as placing
from packhorse.web import keys


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="shop", role="agent", now=NOW))


def number_of(answer):
    return answer["number"]


def test_an_order_is_placed_read_and_sourced(api):
    status, answer, _ = api.place(lines={"MUG": 2, "BOOK": 1}, gift_message="Well done")
    assert (status, answer["new"], answer["external_id"]) == (201, True, "A-1")
    relay()
    status, order, _ = api("GET", f"/orders/{number_of(answer)}")
    assert (status, order["state"], order["on_hold"], order["gift_message"]) == (200, "sourced", False, "Well done")
    assert [(line["sku"], line["quantity"], line["sourced"]) for line in order["lines"]] == [
        ("MUG", 2, 2),
        ("BOOK", 1, 1),
    ]
    assert (order["goods_minor"], order["address"]["city"]) == (1500, "Bath")


def test_the_same_order_again_is_answered_with_its_number_and_another_is_refused(api):
    first = api.place()[1]
    assert api.place()[:2] == (200, {**first, "new": False})
    status, answer, _ = api.place(lines={"MUG": 3})
    assert (status, answer["code"], answer["details"]["number"]) == (409, "NUMBER_TAKEN", first["number"])
    assert run_sql("SELECT count(*) FROM placing_order") == [(1,)]


def test_a_key_gives_the_stored_answer_and_another_body_is_refused(api):
    first = api("POST", "/orders", wish(), key="k-1")
    again = api("POST", "/orders", wish(), key="k-1")
    assert (first[0], again[0], again[1]) == (201, 201, first[1])
    assert again[2]["Idempotent-Replayed"] == "true"
    status, answer, _ = api("POST", "/orders", wish("A-2"), key="k-1")
    assert (status, answer["code"]) == (422, "KEY_REUSED")
    number = first[1]["number"]
    note = {"text": "Rang the customer"}
    assert api("POST", f"/orders/{number}/notes", note, key="k-2")[0] == 201
    assert api("POST", f"/orders/{number}/notes", note, key="k-2")[2]["Idempotent-Replayed"] == "true"
    assert [each["text"] for each in api("GET", f"/orders/{number}")[1]["notes"]] == ["Rang the customer"]


def test_a_refused_request_keeps_no_answer_and_may_come_again_with_its_key(api):
    assert api("POST", "/orders", wish(lines={"NOTHING": 1}), key="k")[0] == 422
    assert api("POST", "/orders", wish(), key="k")[0] == 201


def test_keys_are_told_apart_by_whose_they_are(api):
    other = Api(keys.add_key(name="market", role="agent", now=NOW))
    assert api("POST", "/orders", wish("A-1"), key="k")[0] == 201
    assert other("POST", "/orders", wish("A-2"), key="k")[0] == 201


def test_answers_are_forgotten_after_a_week(api):
    from packhorse.web.once import KEPT, forget

    api("POST", "/orders", wish(), key="k")
    assert forget(now=timezone.now()) == 0
    assert forget(now=timezone.now() + KEPT + KEPT) == 1


def test_many_orders_are_answered_one_by_one(api):
    orders = [wish("A-1"), wish("A-2", {"NOTHING": 1}), wish("A-1"), wish("A-1", {"BOOK": 1})]
    status, answer, _ = api("POST", "/order-batches", {"orders": orders}, key="many")
    assert status == 200
    assert [(each["status"], each["new"], each["code"]) for each in answer["answers"]] == [
        (201, True, None),
        (422, False, "WRONG_ORDER"),
        (200, False, None),
        (409, False, "NUMBER_TAKEN"),
    ]
    assert answer["answers"][1]["faults"][0]["field"] == "sku"
    assert api("POST", "/order-batches", {"orders": orders}, key="many")[1] == answer


def test_lists_filter_and_follow_pages(api):
    numbers = [number_of(api.place(f"A-{nth}")[1]) for nth in range(5)]
    api("POST", f"/orders/{numbers[2]}/holds", {"kind": "MANUAL", "reason": "asked to wait"})
    seen, after = [], ""
    while True:
        page = api("GET", f"/orders?limit=2&after={after.replace('+', '%2B')}")[1]
        seen += [order["number"] for order in page["orders"]]
        if not (after := page["next"]):
            break
    assert seen == numbers[::-1]
    assert [order["number"] for order in api("GET", "/orders?on_hold=true")[1]["orders"]] == [numbers[2]]
    assert [order["number"] for order in api("GET", "/orders?text=A-3")[1]["orders"]] == [numbers[3]]
    assert api("GET", "/orders?state=shipped")[1]["orders"] == []
    assert api("GET", "/orders?state=nonsense")[0] == 422


def test_a_held_order_waits_until_every_hold_is_released(api):
    _, answer, _ = api.place(holds=[{"kind": "AWAITING_PAYMENT", "reason": "invoice"}])
    number = number_of(answer)
    api("POST", f"/orders/{number}/holds", {"kind": "MANUAL", "reason": "birthday"})
    relay()
    assert api("GET", f"/orders/{number}")[1]["state"] == "placed"
    assert api("DELETE", f"/orders/{number}/holds/MANUAL")[1]["on_hold"] is True
    relay()
    assert api("GET", f"/orders/{number}")[1]["state"] == "placed"
    assert api("DELETE", f"/orders/{number}/holds/AWAITING_PAYMENT")[1]["on_hold"] is False
    relay()
    order = api("GET", f"/orders/{number}")[1]
    assert (order["state"], [hold["released_by"] for hold in order["holds"]]) == ("sourced", ["shop", "shop"])
    assert api("DELETE", f"/orders/{number}/holds/MANUAL")[1]["code"] == "NOT_HELD"


def test_an_order_is_cancelled_in_part_and_whole(api):
    number = number_of(api.place(lines={"MUG": 3, "BOOK": 1})[1])
    order = api("GET", f"/orders/{number}")[1]
    mug = order["lines"][0]["line_id"]
    order = api("POST", f"/orders/{number}/cancel", {"lines": [{"line_id": mug, "quantity": 1}]})[1]
    assert [line["cancelled"] for line in order["lines"]] == [1, 0]
    assert api("POST", f"/orders/{number}/cancel", {})[1]["state"] == "cancelled"
    assert api("POST", f"/orders/{number}/cancel", {})[1]["code"] == "NOTHING_TO_CANCEL"


def test_an_order_is_changed_whole_or_not_at_all(api):
    number = number_of(api.place(lines={"MUG": 2})[1])
    relay()
    (line,) = api("GET", f"/orders/{number}")[1]["lines"]
    wanted = {
        "quantities": [{"line_id": line["line_id"], "quantity": 3}],
        "prices": [{"line_id": line["line_id"], "unit_price_minor": 400}],
        "add": [{"sku": "BOOK", "quantity": 1, "unit_price_minor": 900}],
        "service": "express",
        "delivery_instructions": "Ring twice",
    }
    status, order, _ = api("PATCH", f"/orders/{number}", wanted)
    assert (status, order["service"], order["goods_minor"]) == (200, "express", 3 * 400 + 900)
    relay()
    order = api("GET", f"/orders/{number}")[1]
    assert [(each["sku"], each["quantity"], each["sourced"]) for each in order["lines"]] == [
        ("MUG", 3, 3),
        ("BOOK", 1, 1),
    ]
    spoiled = {"gift_message": "No", "add": [{"sku": "NOTHING", "quantity": 1, "unit_price_minor": 1}]}
    assert api("PATCH", f"/orders/{number}", spoiled)[1]["code"] == "WRONG_EDIT"
    assert api("GET", f"/orders/{number}")[1]["gift_message"] == ""


def test_a_key_for_one_channel_sees_no_other(api):
    placing.open_channel(code="market", name="Market", currency="GBP")
    narrow = Api(keys.add_key(name="narrow", role="agent", channel="market", now=NOW))
    number = number_of(api.place()[1])
    assert narrow("GET", f"/orders/{number}")[0] == 404
    assert narrow("GET", "/orders?channel=web")[1]["orders"] == []
    assert narrow("POST", "/orders", wish("A-9"))[1]["code"] == "NOT_YOUR_CHANNEL"
    assert narrow("POST", "/orders", wish("A-9", channel="market"))[0] == 201


def test_strangers_and_revoked_keys_are_kept_out(api):
    assert Api("phk_guessed")("GET", "/orders")[:2][0] == 401
    assert Client(headers={"host": "localhost"}).get("/api/v1/orders").status_code == 401
    keys.revoke_key(name="shop", now=NOW)
    assert api("GET", "/orders")[0] == 401
    picker = Api(keys.add_key(name="scanner", role="picker", now=NOW))
    assert picker("GET", "/orders")[1]["code"] == "NOT_YOUR_ROOM"


def test_what_is_not_there_is_404_and_what_cannot_be_done_405(api):
    assert api("GET", "/orders/PH1999999")[0] == 404
    assert api("GET", "/orders/PH99999999999999999999")[0] == 422
    assert api("GET", "/orders/nonsense")[0] == 422


def test_wait_returns_the_warehouse_and_the_promise(own_db):
    open_company()
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    done = threading.Event()

    def worker():
        while not done.is_set():
            relay(timezone.now())
            done.wait(0.05)
        connections.close_all()

    thread = threading.Thread(target=worker)
    thread.start()
    try:
        status, answer, _ = api("POST", "/orders", wish(), prefer="wait=10")
    finally:
        done.set()
        thread.join()
    assert (status, answer["state"], answer["fulfillments"][0]["warehouse"]) == (201, "sourced", "BRS")
    assert answer["fulfillments"][0]["promised_on"]


def test_two_payloads_racing_with_one_number_make_one_order(own_db):
    open_company()
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    answers = race([lambda nth=nth: api.place("RACE", {"MUG": 1 + nth % 2})[:2] for nth in range(12)])
    assert run_sql("SELECT count(*) FROM placing_order") == [(1,)]
    codes = sorted(status for status, _ in answers)
    assert codes.count(201) == 1 and set(codes) <= {200, 201, 409}
    assert len({answer.get("number") or answer["details"]["number"] for _, answer in answers}) == 1


def test_one_key_sent_many_times_at_once_places_one_order(own_db):
    open_company()
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    answers = race([lambda: api("POST", "/orders", wish(), key="same")[:2] for _ in range(12)])
    assert run_sql("SELECT count(*) FROM placing_order") == [(1,)]
    assert {status for status, _ in answers} <= {201, 409}
    assert {answer["code"] for status, answer in answers if status == 409} <= {"KEY_AT_WORK"}


def test_orders_that_come_at_once_are_all_kept_and_a_wrong_one_spoils_none(own_db):
    open_company()
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    wishes = [wish(f"N-{nth}", {"NOTHING": 1} if nth % 5 == 0 else None) for nth in range(30)]
    answers = race([lambda body=body: api("POST", "/orders", body)[:2] for body in wishes])
    assert [status for status, _ in answers] == [422 if nth % 5 == 0 else 201 for nth in range(30)]
    assert run_sql("SELECT count(*) FROM placing_order") == [(24,)]


def test_availability_tells_what_is_there_where_from_and_by_when(api):
    asked = {"address": {"country": "GB", "city": "Bath"}, "lines": [{"sku": "MUG", "quantity": 2}]}
    status, answer, _ = api("POST", "/availability", asked)
    assert (status, answer["complete"], bool(answer["promised_on"])) == (200, True, True)
    (line,) = answer["lines"]
    assert [(part["warehouse"], part["quantity"]) for part in line["parts"]] == [("BRS", 2)]
    api.place(lines={"MUG": 2})
    relay()
    assert api("POST", "/availability", asked)[1]["lines"][0]["available"] == line["available"] - 2
    too_many = asked | {"lines": [{"sku": "MUG", "quantity": 1_000_000}]}
    answer = api("POST", "/availability", too_many)[1]
    assert (answer["complete"], answer["promised_on"], answer["lines"][0]["promised_on"]) == (False, None, None)
    assert api("POST", "/availability", asked | {"lines": [{"sku": "NOTHING"}]})[1]["code"] == "UNKNOWN_PRODUCT"
    nowhere = asked | {"address": {"country": "GB", "city": "Qqqq"}}
    assert api("POST", "/availability", nowhere)[1]["code"] == "UNKNOWN_PLACE"
    abroad = asked | {"address": {"country": "IE", "city": "Dublin"}}
    assert api("POST", "/availability", abroad)[1]["lines"][0]["available"] == 0


def test_no_two_bodies_of_the_description_have_one_name():
    from packhorse.web.api.site import api as site

    def kinds(of):
        return {of, *(each for below in of.__subclasses__() for each in kinds(below))}

    ours = [each for each in kinds(BaseModel) if each.__module__.startswith("packhorse.")]
    names = Counter(each.__name__ for each in ours)
    assert len(names) > 100 and [name for name, count in names.items() if count > 1] == []
    schemas = site.get_openapi_schema()["components"]["schemas"]
    assert {"AvailabilityAskIn", "CountAskIn"} <= schemas.keys() and [name for name in schemas if "__" in name] == []


def test_every_body_of_the_description_has_an_example():
    from packhorse.web.api.site import api as site

    document = site.get_openapi_schema()
    kinds = [
        operation["requestBody"]["content"]
        for path in document["paths"].values()
        for operation in path.values()
        if "requestBody" in operation
    ]
    bodies = [
        each["application/json"]["schema"]["$ref"].rpartition("/")[2] for each in kinds if "application/json" in each
    ]
    assert len(bodies) > 10
    pictures = [sorted(each) for each in kinds if "application/json" not in each]  # they can have none
    assert pictures == [["image/jpeg", "image/png", "image/webp"]]
    schemas = document["components"]["schemas"]
    assert [name for name in bodies if "example" not in schemas[name]] == []
