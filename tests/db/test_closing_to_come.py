"""A closing that is only announced counts already: in what is promised, and in who is given what."""

from datetime import date, timedelta

from company import NOW, differences, open_company, place_and_source, product, relay, site

from db.office import BATH
from db.test_closing import TODAY, close, turn
from db.test_steering import sites
from packhorse.network import operations as network
from packhorse.sourcing import queries


def test_what_would_leave_in_a_closing_to_come_leaves_after_it(db):
    open_company()
    evening, monday, next_monday = NOW + timedelta(hours=9), date(2024, 5, 20), date(2024, 5, 27)
    close(first=TODAY + timedelta(days=1), last=date(2024, 5, 24))
    desk = {product("DESK").id: 1}
    (row,) = queries.availability(desk, where=BATH, service="standard", now=evening)
    assert [part.promised_on for part in row.parts] == [date(2024, 5, 29)]
    only_there, elsewhere = (
        place_and_source(number, {sku: 1}, now=evening, placed_at=evening)
        for number, sku in (("1", "DESK"), ("2", "MUG"))
    )
    (part,) = queries.of_order(only_there)
    assert (part.warehouse_id, part.ship_by.date(), part.promised_on) == (
        site("BRS"),
        next_monday,
        date(2024, 5, 29),
    )
    (part,) = queries.of_order(elsewhere)
    assert (part.warehouse_id, part.promised_on) == (site("LDS"), monday)
    turn(1)
    assert sites(only_there) == ["BRS"]  # it was given to it all the same
    close(last=date(2024, 5, 27), now=NOW + timedelta(days=1))
    assert (sites(only_there), queries.waiting([only_there])[only_there].code) == ([], "KEPT_OUT")
    assert differences() == {}


def test_a_closing_to_come_without_an_end_keeps_away_what_would_leave_in_it(db):
    open_company()
    close(first=TODAY + timedelta(days=1))
    assert sites(place_and_source("1")) == ["BRS"]  # leaves today
    evening = NOW + timedelta(hours=9)
    (row,) = queries.availability({product("DESK").id: 1}, where=BATH, service="standard", now=evening)
    assert row.parts == ()
    order_id = place_and_source("2", {"DESK": 1}, now=evening, placed_at=evening)
    why = queries.waiting([order_id])[order_id].reason
    assert why == "BRS has 3, but closed: flood, from 16 May 2024 until further notice"
    network.reopen(warehouse="BRS", now=evening, actor="boss")
    relay(evening)
    assert (sites(order_id), differences()) == (["BRS"], {})
