"""The promised day: holidays, capacity, handling, carriers' days, what our own parcels took, what was told first."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from company import NOW, cancel, line_ids, open_company, order, place, place_and_source, relay, run_sql, site

from packhorse.carriers import operations as carriers
from packhorse.carriers import queries as carrier_reads
from packhorse.carriers.rules import NewHoliday
from packhorse.errors import Refusal
from packhorse.network import operations as network
from packhorse.network import queries as places
from packhorse.network.rules import NewSpecialDay
from packhorse.placing import operations as placing
from packhorse.placing.rules import Edit
from packhorse.sourcing import operations, queries
from packhorse.sourcing.queries import Where, availability
from packhorse.web import parting

HERE = {"BRS": {"A1": ("MUG", 10)}}  # nobody else has it: who could send it sooner would
BATH = Where("GB", 51.38, -2.36)
THURSDAY, FRIDAY, MONDAY, TUESDAY = (date(2024, 5, day) for day in (16, 17, 20, 21))


def close(day, cutoff=None, code="BRS", now=NOW):
    return network.keep_special_days([NewSpecialDay(code, day, "Fair", cutoff)], now=now)


def part(order_id):
    (row,) = queries.of_order(order_id)
    return row


def asked(sku="MUG", now=NOW, service="standard"):
    pk = run_sql("SELECT id FROM catalog_product WHERE sku = %s", sku)[0][0]
    (row,) = availability({pk: 1}, where=BATH, service=service, now=now)
    return [(each.warehouse, each.promised_on, each.chance) for each in row.parts]


def test_a_holiday_of_the_warehouse_moves_cutoff_and_promise(db):
    open_company(stocked=HERE)
    close(date(2024, 5, 15))
    row = part(place_and_source())
    assert (row.ship_by, row.promised_on) == (datetime(2024, 5, 16, 16, tzinfo=UTC), MONDAY)
    assert asked() == [("BRS", MONDAY, 950)]
    network.drop_special_day(warehouse="BRS", day=date(2024, 5, 15))
    assert asked() == [("BRS", FRIDAY, 950)]


def test_a_single_day_has_another_cutoff(db):
    open_company(stocked=HERE)
    close(date(2024, 5, 15), time(9, 30))  # it is ten in Bristol
    assert part(place_and_source()).promised_on == MONDAY


def test_handling_time_is_counted_before_the_cutoff(db):
    open_company(stocked=HERE)
    network.set_handling(warehouse="BRS", opens=time(8), days=1, minutes=0)
    row = part(place_and_source())
    assert (row.ship_by, row.promised_on) == (datetime(2024, 5, 16, 16, tzinfo=UTC), MONDAY)
    network.set_handling(warehouse="BRS", opens=time(8), days=0, minutes=7 * 60)
    assert part(place_and_source("2")).promised_on == FRIDAY
    network.set_handling(warehouse="BRS", opens=time(8), days=0, minutes=7 * 60 + 1)
    assert part(place_and_source("3")).promised_on == MONDAY


def service_days(service, pickup, delivery):
    carriers.set_service_days(carrier="ALB", service=service, pickup=pickup, delivery=delivery, now=NOW)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda: close(date(2024, 5, 14)), "DAY_IS_OVER"),
        (lambda: close(date(2024, 5, 20), code="XXX"), "NOT_FOUND"),
        (lambda: network.drop_special_day(warehouse="BRS", day=MONDAY), "NOT_FOUND"),
        (lambda: network.set_handling(warehouse="BRS", opens=time(8), days=-1, minutes=0), "HANDLING_WRONG"),
        (lambda: network.set_handling(warehouse="BRS", opens=time(8), days=0, minutes=-5), "HANDLING_WRONG"),
        (lambda: network.set_handling(warehouse="BRS", opens=time(17), days=0, minutes=5), "OPENS_TOO_LATE"),
        (lambda: network.set_handling(warehouse="XXX", opens=time(8), days=0, minutes=5), "NOT_FOUND"),
        (lambda: carriers.keep_holidays([NewHoliday("GB", date(2024, 5, 14), "x")], now=NOW), "DAY_IS_OVER"),
        (lambda: carriers.drop_holiday(country="GB", day=MONDAY), "NOT_FOUND"),
        (
            lambda: service_days("standard", [], [1]),
            "NO_WEEKDAY",
        ),
        (
            lambda: service_days("standard", [1], [8]),
            "NO_WEEKDAY",
        ),
        (
            lambda: service_days("none", [1], [1]),
            "NOT_FOUND",
        ),
    ],
)
def test_what_cannot_be_is_refused(db, act, code):
    open_company()
    with pytest.raises(Refusal) as refused:
        act()
    assert refused.value.code == code


def test_a_calendar_without_a_workday_for_two_months_is_refused_whole(db):
    open_company()
    days = [NewSpecialDay("BRS", THURSDAY + timedelta(days=nth), "Shut") for nth in range(70)]
    with pytest.raises(Refusal) as refused:
        network.keep_special_days(days, now=NOW)
    assert refused.value.code == "NO_WORKDAY" and "2024-05-16" in refused.value.text
    assert places.special_days({site("BRS"): NOW.date()}) == []
    assert network.keep_special_days(days[:50], now=NOW) == 50
    assert network.keep_special_days(days[:50], now=NOW) == 0


def test_what_a_backlog_leaves_no_room_for_is_promised_for_the_next_day(db):
    open_company(stocked=HERE, capacity=2)
    for number in "12":
        place_and_source(number)
    run_sql("UPDATE sourcing_fulfillmentorder SET ship_by = ship_by - interval '1 day'")  # they should have left
    found = [part(place_and_source(number)) for number in "34"]
    assert [(row.ship_by.day, row.promised_on) for row in found] == [(16, MONDAY), (16, MONDAY)]
    run_sql("UPDATE sourcing_fulfillmentorder SET state = 'packed' WHERE ship_by < %s", NOW)
    assert asked() == [("BRS", FRIDAY, 950)]
    run_sql("UPDATE network_warehouse SET capacity_per_day = 3")
    assert asked() == [("BRS", FRIDAY, 950)]


def test_carriers_come_and_deliver_on_their_own_days_and_not_on_holidays(db):
    open_company()
    carriers.keep_holidays([NewHoliday("GB", THURSDAY, "Bank holiday"), NewHoliday("FR", FRIDAY, "Pont")], now=NOW)
    assert asked() == [("BRS", MONDAY, 950)]
    for carrier in ("ALB", "ERX"):
        carriers.set_service_days(carrier=carrier, service="standard", pickup=[5], delivery=[1, 2, 3, 4, 5, 6], now=NOW)
    assert asked() == [("BRS", MONDAY, 950)]  # leaves on Friday; Saturday is a day of delivery


def test_what_our_own_parcels_took_is_promised_when_there_are_enough(db):
    open_company(stocked=HERE)
    (cheap,) = [row.id for row in carrier_reads.services() if (row.carrier, row.code) == ("ALB", "standard")]
    carriers.learn({(cheap, site("BRS"), "HOME", 4): 1}, now=NOW)
    assert asked() == [("BRS", FRIDAY, 904)]
    carriers.learn({(cheap, site("BRS"), "HOME", 4): 39}, now=NOW)
    row = part(place_and_source())
    assert (row.promised_on, row.chance) == (TUESDAY, 1000)
    for _ in range(2):
        carriers.forget(now=NOW + timedelta(days=1))
    assert [row.milli for row in carrier_reads.transit()] == [39200]
    for night in range(2, 400):
        carriers.forget(now=NOW + timedelta(days=night))
    assert carrier_reads.transit() == []
    assert asked() == [("BRS", FRIDAY, 950)]


def test_what_the_customer_was_told_first_is_kept_and_every_promise_after_it(db):
    open_company()
    order_id = place_and_source()
    close(date(2024, 5, 15))
    operations.promise_again([order_id], now=NOW + timedelta(hours=8))
    row = part(order_id)
    assert (row.first_promised_on, row.promised_on) == (FRIDAY, MONDAY)
    assert [each.promised_on for each in queries.promises_of([order_id])] == [FRIDAY, MONDAY]
    told = queries.order_promise(queries.of_order(order_id))
    assert (told.promised_on, told.chance, told.first_promised_on) == (MONDAY, 950, FRIDAY)


def test_goods_that_are_sent_from_elsewhere_after_all_keep_their_first_promise(db):
    open_company()
    close(date(2024, 5, 15), code="LIL")
    order_id = place_and_source("1", {"MUG": 1})
    lens = Edit(address=order(city="Lens").address)
    placing.edit(order_id=order_id, wanted=lens, now=NOW, actor="agent")
    relay()
    before, after = queries.of_order(order_id)
    assert (before.state, after.state) == ("cancelled", "open")
    assert (after.first_promised_on, after.promised_on) == (FRIDAY, MONDAY)
    assert queries.order_promise([before, after]).promised_on == MONDAY


def test_an_order_is_promised_for_the_day_of_its_last_part(db):
    open_company()
    close(date(2024, 5, 15), code="LDS")
    order_id = place_and_source("1", {"DESK": 1, "PAINT": 1})
    told = queries.order_promise(queries.of_order(order_id))
    assert (told.promised_on, told.chance) == (MONDAY, 902)
    cancel(order_id)
    relay()
    assert queries.order_promise(queries.of_order(order_id)).promised_on is None


def test_promising_again_keeps_the_place_in_the_queue(db):
    open_company(capacity=2)
    ids = [place(number) for number in "12"]
    relay()
    operations.promise_again(ids, now=NOW)
    assert [part(order_id).promised_on for order_id in ids] == [FRIDAY, FRIDAY]


def test_what_is_split_off_and_what_is_merged_keeps_what_was_told(db):
    open_company(stocked=HERE)
    order_id = place_and_source("1", {"MUG": 2})
    close(date(2024, 5, 15))
    operations.promise_again([order_id], now=NOW + timedelta(hours=8))
    relay(NOW + timedelta(hours=8))
    child = parting.split(order_id=order_id, units={line_ids(order_id)[0]: 1}, kits={}, now=NOW, actor="agent")
    told = [(row.first_promised_on, row.promised_on, row.chance) for row in (part(order_id), part(child))]
    assert told == [(FRIDAY, MONDAY, 950)] * 2
    relay()
    later = place_and_source("2")
    assert part(later).first_promised_on == MONDAY
    parting.merge(order_id=later, others=[child], now=NOW, actor="agent")
    live = [row for row in queries.of_order(later) if row.state != "cancelled"]
    assert [row.first_promised_on for row in live] == [FRIDAY]
