"""Orders at work whose new address no carrier reaches: they stand on the desk, and go on when it is mended."""

from datetime import timedelta

import pytest
from company import NOW, differences, open_company, place_and_source, relay, run_sql, site, state
from machine import Api

from db.floor import bring_to, hand_over, stage_all
from db.test_chosen import client_of
from db.test_moved import send_to
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations, queries
from packhorse.web import desk, keys

HERE = "BRS has it on a pick list or further on, and "
HOLES = {
    "NO_CARRIER": ("Cork", "SELECT 1", "no carrier takes it from there"),
    "NO_PRICE": ("Lens", "DELETE FROM carriers_rate WHERE zone = 'ABROAD'", "no carrier that goes there from it has a"),
    "NO_CARRIER_TAKES_IT": (
        "Lens",
        "UPDATE carriers_rate SET max_weight_g = max_weight_g / 200 WHERE zone = 'ABROAD'",
        "a unit of it is too heavy, bulky, long or dangerous for all carriers",
    ),
    "EXPORT_LIMIT": (
        "Lens",
        "UPDATE catalog_product SET not_to = '{FR}' WHERE sku = 'MUG'",
        "goods of it may not be sent there from it",
    ),
}


def listed(**more):
    return [(row.order_id, row.code, row.reason) for row in queries.desk(queue="manual", **more).rows]


def stuck(number="1", city="Cork", stage="released"):
    order_id = place_and_source(number, {"MUG": 2})
    bring_to(order_id, stage)
    send_to(order_id, city)
    return order_id


@pytest.mark.parametrize("code", HOLES)
def test_it_stands_on_the_desk_with_the_reason_until_the_address_is_right(db, code):
    open_company()
    city, change, words = HOLES[code]
    run_sql(change)
    order_id = stuck(city=city, stage="packed")
    ((pk, kind, why),) = listed()
    assert (pk, kind, why.startswith(HERE + words)) == (order_id, "WRONG_ADDRESS", True)
    send_to(order_id, "Bath")
    assert (listed(), queries.sizes()["manual"]) == ([], 0)
    relay(NOW + timedelta(hours=1))  # the label is bought at the next try
    stage_all("BRS")
    hand_over()
    assert (state(order_id), differences()) == ("shipped", {})


def test_one_that_was_taken_aside_too_is_counted_once(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2, "DESK": 900})
    bring_to(order_id, "released")
    operations.take_aside(order_id=order_id, why="she rings back", now=NOW, actor="ann")
    send_to(order_id, "Cork")
    assert len(listed()) == 1 == queries.sizes()["manual"]


def test_another_wrong_address_says_another_reason(db):
    open_company()
    run_sql(HOLES["NO_PRICE"][1])
    order_id = stuck()
    send_to(order_id, "Lens")
    assert [(pk, HOLES["NO_PRICE"][2] in why) for pk, _, why in listed()] == [(order_id, True)]


def test_trying_again_lets_it_go_when_carriers_go_there_by_now(db):
    open_company()
    order_id, other = stuck(), place_and_source("2")
    assert desk.try_again([order_id, other], now=NOW, actor="ann") == {order_id: HERE + HOLES["NO_CARRIER"][2]}
    placing.hold(order_id=other, kind="INCORRECT_ADDRESS", reason="she rang", now=NOW, actor="ann")
    run_sql("UPDATE carriers_zone SET dest_country = 'IE' WHERE origin_country = 'GB' AND dest_country = 'FR'")
    assert list(desk.try_again([order_id, other], now=NOW, actor="ann")) == [other]  # a person knows why
    relay()
    assert (orders.held([order_id]), orders.held([other]), listed()) == (set(), {other}, [])
    released = [(row.kind, row.released_by) for row in orders.holds([order_id])]
    assert (released, differences()) == ([("INCORRECT_ADDRESS", "ann")], {})


def test_it_is_listed_among_those_that_wait_for_a_person(db):
    open_company()
    aside = place_and_source("a", {"LAMP": 99})
    operations.take_aside(order_id=aside, why="x", now=NOW, actor="ann")
    first = stuck("1")
    run_sql("UPDATE placing_orderhold SET at = at + interval '1 minute' WHERE order_id = %s", first)
    late = place_and_source("b", {"LAMP": 99}, now=NOW + timedelta(hours=1))
    operations.take_aside(order_id=late, why="x", now=NOW, actor="ann")
    seen, after = [], ""
    while True:
        page = queries.desk(queue="manual", after=after, limit=1)
        seen += [row.order_id for row in page.rows]
        if not (after := page.next):
            break
    assert (seen, queries.sizes()["manual"]) == ([aside, first, late], 3)
    assert [row[0] for row in listed(code="WRONG_ADDRESS", warehouse_id=site("BRS"))] == [first]
    assert listed(warehouse_id=site("LDS")) == listed(code="WRONG_ADDRESS", channel_id=0) == []
    assert [row[0] for row in listed(code="TAKEN_ASIDE")] == [aside, late]


def test_the_page_and_the_api_show_it_and_what_to_do(db):
    open_company()
    order_id = stuck()
    number = order_number(order_id)
    client = client_of("agent")
    page = client.get("/desk?queue=manual").content.decode()
    assert HERE in page and f"/orders/{number}#changes" in page and ">nothing<" in page
    assert number in client.get("/desk?code=WRONG_ADDRESS").content.decode()
    answer = client.post("/desk/chosen", {"do": "try", "order": [number]}, follow=True).content.decode()
    assert "no carrier takes it from there" in answer
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    (row,) = api("GET", "/desk?queue=manual")[1]["orders"]
    assert (row["number"], row["code"], row["warehouse"], row["units"]) == (number, "WRONG_ADDRESS", "BRS", 0)
