"""The day of arrival, reckoned anew on the way: what is likely to be late is noted and told before its day is over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from company import NOW, differences, open_company, place_and_source, relay, run_sql, site
from django.utils import timezone
from machine import Api

from db.floor import at_once, deliver, report, ship
from db.notices import notices, place_reached, send_all
from db.public import page
from db.test_works_at import client_of
from packhorse.carriers import operations as carriers
from packhorse.placing.rules import order_number
from packhorse.retention import operations as retention
from packhorse.shipping import operations, queries
from packhorse.shipping.pages.public import track as track_page
from packhorse.shipping.queries import troubles
from packhorse.web import keys

THURSDAY, FRIDAY, MONDAY = date(2024, 5, 16), date(2024, 5, 17), date(2024, 5, 20)
HOUR = timedelta(hours=1)


@pytest.fixture
def gone(db):
    """A parcel that Bristol handed over on a Wednesday, promised for Friday: (order id, parcel id)."""
    open_company()
    order_id = place_and_source("1")
    (parcel_id,) = ship("BRS")
    return order_id, parcel_id


def likely(order_id, hours):
    """The day on which a parcel is likely to arrive, and the chance that it is in time, so many hours after NOW."""
    operations.reckon_arrivals(now=NOW + hours * HOUR)
    (row,) = queries.of_order(order_id)
    return row.likely_on, row.in_time


def measure(days, parcels=400):
    """So many parcels took so many days from Bristol to doors in the country, by the service of the one on its way."""
    service = run_sql("SELECT service_id FROM shipping_shipment")[0][0]
    carriers.learn({(service, site("BRS"), "HOME", days): parcels}, now=NOW)


def test_the_day_is_reckoned_on_the_way_from_what_is_seen_and_what_is_over(gone):
    order_id, parcel_id = gone
    assert likely(order_id, 1) == (FRIDAY, 950)
    deliver(parcel_id, "in_transit", hours=30)
    assert likely(order_id, 31) == (FRIDAY, 950)
    assert operations.reckon_arrivals(now=NOW + 32 * HOUR) == 0  # nothing is new
    deliver(parcel_id, "delayed", event="2", hours=48)
    assert likely(order_id, 49) == (MONDAY, 0)
    assert likely(order_id, 24 * 5 + 1) == (MONDAY, 0)
    deliver(parcel_id, "out_for_delivery", event="3", hours=24 * 6)
    assert likely(order_id, 24 * 6 + 1) == (date(2024, 5, 21), 0)
    deliver(parcel_id, event="4", hours=24 * 6 + 3)
    assert likely(order_id, 24 * 8) == (None, None)  # it is there
    assert differences() == {}


def test_a_parcel_that_nobody_scans_is_likely_to_be_late_before_it_is(gone):
    assert likely(gone[0], 25) == (FRIDAY, 950)
    assert likely(gone[0], 49) == (MONDAY, 0)  # Friday: it has not begun its way


def test_a_lane_that_is_slow_says_so_on_the_first_day_and_the_desk_has_it_at_once(gone):
    order_id, parcel_id = gone
    measure(days=3)
    assert likely(order_id, 1) == (MONDAY, 45)
    operations.find_troubles(now=NOW + 2 * HOUR)
    (row,) = troubles.troubles()
    assert (row.kind, row.promised_on, row.likely_on) == ("late", FRIDAY, MONDAY)
    assert "likely on Mon 20 May" in client_of("ann", "agent").get("/exceptions").content.decode()
    deliver(parcel_id, "out_for_delivery", hours=47)  # it is quicker after all
    assert likely(order_id, 48) == (FRIDAY, 950)
    operations.find_troubles(now=NOW + 48 * HOUR)
    assert run_sql("SELECT kind, outcome FROM shipping_trouble") == [("late", "in_time")]
    assert likely(order_id, 24 * 3)[0] == MONDAY  # nobody was at home
    operations.find_troubles(now=NOW + 72 * HOUR)
    assert [each.kind for each in troubles.troubles()] == ["late"]
    deliver(parcel_id, event="2", hours=24 * 5)
    operations.find_troubles(now=NOW + 24 * 5 * HOUR)
    assert run_sql("SELECT kind, outcome FROM shipping_trouble") == [("late", "arrived")]


def test_what_is_given_up_is_in_trouble_for_that_and_no_more_for_being_late(gone):
    measure(days=3)
    likely(gone[0], 1)
    operations.find_troubles(now=NOW + HOUR)
    deliver(gone[1], "failure", hours=40)
    operations.find_troubles(now=NOW + 41 * HOUR)
    assert [row.kind for row in troubles.troubles()] == ["failed"]
    assert run_sql("SELECT kind, outcome FROM shipping_trouble WHERE outcome <> ''") == [("late", "over")]


def test_a_late_parcel_is_settled_by_a_person_once_and_for_all(gone):
    measure(days=3)
    likely(gone[0], 1)
    operations.find_troubles(now=NOW + HOUR)
    (row,) = troubles.troubles()
    operations.act_on_trouble(trouble_id=row.id, act="settled", note="", now=NOW, actor="agent")
    operations.find_troubles(now=NOW + 2 * HOUR)
    assert troubles.troubles() == []


def test_the_customer_is_told_once_as_early_as_it_is_likely(mailing, mail_server):
    order_id = place_reached()
    (parcel_id,) = ship("BRS")
    send_all(mailing)
    deliver(parcel_id, "in_transit", hours=5)
    likely(order_id, 6)
    assert retention.note_late(now=NOW + 6 * HOUR) == 0
    measure(days=3)
    likely(order_id, 25)
    assert retention.note_late(now=NOW + 25 * HOUR) == 1
    send_all(mailing)
    text = mail_server.mails[-1].text()
    assert "It was to arrive on Friday 17 May 2024. We now expect it on Monday 20 May 2024." in text
    retention.note_late(now=NOW + 80 * HOUR)
    deliver(parcel_id, "delayed", event="2", hours=81)
    assert send_all(mailing) == []
    assert notices(order_id) == [("shipped", "sent"), ("delayed", "sent")]


def test_customer_staff_and_machines_see_the_likely_day_beside_the_promised_one(gone, monkeypatch):
    order_id, parcel_id = gone
    measure(days=3)
    deliver(parcel_id, "in_transit", hours=5)
    likely(order_id, 6)
    monkeypatch.setattr(timezone, "now", lambda: NOW + 6 * HOUR)
    html = page(order_id)
    assert track_page.timezone is timezone and "Expected <strong>Monday 20 May 2024" in html
    assert "data-promised>Friday 17 May 2024" in html and 'data-state="delayed"' in html
    number = order_number(order_id)
    seen = client_of("ann", "agent").get(f"/orders/{number}").content.decode()
    assert 'data-likely class="text-danger">Mon 20 May' in seen and "in time 4.5\N{NO-BREAK SPACE}%" in seen
    api = Api(keys.add_key(name="erp", role="agent", now=NOW))
    (told,) = api("GET", f"/orders/{number}/promise")[1]["parcels"]
    assert (told["likely_on"], told["promised_on"], told["in_time"]) == ("2024-05-20", "2024-05-17", 45)
    assert (told["tracking_state"], told["expected_on"]) == ("in_transit", "2024-05-17")


def test_of_carriers_that_nobody_follows_only_what_was_told_is_reckoned(gone):
    order_id, parcel_id = gone
    run_sql("UPDATE carriers_carrier SET simulated = FALSE")
    assert likely(order_id, 100) == (None, None)
    deliver(parcel_id, "in_transit", hours=5)
    assert likely(order_id, 6) == (FRIDAY, 950)


def test_batches_and_the_day_of_the_warehouse(gone):
    place_and_source("2")
    ship("BRS")
    midnight = datetime(2024, 5, 15, 23, 30, tzinfo=UTC)  # in Bristol it is Thursday already
    assert operations.reckon_arrivals(now=midnight - HOUR, batch=1) == 2
    assert operations.reckon_arrivals(now=midnight, batch=1) == 2
    assert run_sql("SELECT DISTINCT likely_for FROM shipping_shipment") == [(THURSDAY,)]


def test_reports_and_reckoning_at_the_same_moment_lose_nothing(own_db):
    open_company()
    for nth in range(3):
        place_and_source(str(nth))
    ids = ship("BRS")
    news = [report(parcel_id, "in_transit", hours=5) for parcel_id in ids]

    def work(nth):
        if nth % 2:
            return operations.take_tracking(news, now=NOW)
        return operations.reckon_arrivals(now=NOW + 6 * HOUR)

    assert all(isinstance(answer, int) for answer in at_once(6, work))
    relay()
    operations.reckon_arrivals(now=NOW + 7 * HOUR)
    found = run_sql("SELECT DISTINCT tracking_state, likely_on FROM shipping_shipment")
    assert found == [("in_transit", FRIDAY)]


def test_a_report_leaves_the_indexes_alone(gone):
    """Tracking is half writing: a report that ends no way must be a HOT update, whatever indexes there are."""
    _, parcel_id = gone
    counts = ", ".join(f"pg_stat_get_xact_tuples_{kind}(c)" for kind in ("updated", "hot_updated", "newpage_updated"))
    select = f"SELECT {counts} FROM (SELECT 'shipping_shipment'::regclass::oid AS c) AS me"
    before = run_sql(select)[0]
    for nth, state in enumerate(("in_transit", "delayed", "in_transit", "out_for_delivery")):
        deliver(parcel_id, state, event=str(nth), hours=nth + 1)
    operations.reckon_arrivals(now=NOW + 5 * HOUR)
    updated, hot, elsewhere = (later - sooner for sooner, later in zip(before, run_sql(select)[0], strict=True))
    assert (updated, hot + elsewhere) == (5, 5) and hot >= 3  # a full page is nobody's fault
