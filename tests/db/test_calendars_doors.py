"""Calendars and promises by page, file and API: what was typed is kept or refused with what is wrong."""

from datetime import date, timedelta

import pytest
from company import open_company
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from machine import Api

from db.test_chosen import client_of
from packhorse.carriers import queries as carriers
from packhorse.network import queries as network
from packhorse.web import keys

SOON = timezone.now().date() + timedelta(days=10)
OVER = timezone.now().date() - timedelta(days=2)
HOUR = {"warehouse": "BRS", "opens": "07:30", "minutes": "90", "days": "1"}


@pytest.fixture
def manager(db):
    open_company()
    return client_of("manager")


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="shop", role="agent", now=timezone.now()))


def change(client, do, **fields):
    return client.post("/warehouses/calendars/do", {"do": do, **fields})


def special():
    sites = {site.id: site.code for site in network.warehouses()}
    return [(sites[row.warehouse_id], row.day, row.cutoff) for row in network.special_days(dict.fromkeys(sites, OVER))]


def test_days_are_kept_and_dropped_on_the_page(manager):
    assert change(manager, "day", warehouse="all", day=SOON, name="Fair").status_code == 302
    assert special() == [(code, SOON, None) for code in ("BRS", "LDS", "LIL")]
    change(manager, "drop-day", warehouse=["LIL", "LDS"], day=SOON)
    change(manager, "day", warehouse="LDS", day=SOON, name="Eve", cutoff="12:00")
    page = manager.get("/warehouses/calendars").content.decode()
    assert "cut-off 12:00" in page and page.count("closed</span>") == 1
    assert change(manager, "holiday", country="gb", day=SOON, name="Bank holiday").status_code == 302
    assert [(row.country, row.day) for row in carriers.holidays(since=OVER)] == [("GB", SOON)]
    assert change(manager, "drop-holiday", country="GB", day=SOON).status_code == 302
    assert carriers.holidays(since=OVER) == []


def test_handling_time_and_days_of_carriers_are_kept_on_the_page(manager):
    assert change(manager, "handling", **HOUR).status_code == 302
    site = network.warehouse("BRS")
    assert (site.opens.isoformat(), site.handling_minutes, site.handling_days) == ("07:30:00", 90, 1)
    sent = {"carrier": "ALB", "service": "express", "pickup": ["1", "2"], "delivery": ["6", "7"]}
    assert change(manager, "service", **sent).status_code == 302
    row = next(each for each in carriers.services() if (each.carrier, each.code) == ("ALB", "express"))
    assert (row.pickup_days, row.delivery_days) == ((1, 2), (6, 7))


@pytest.mark.parametrize(
    ("do", "fields", "words"),
    [
        ("day", {"warehouse": "BRS", "day": OVER, "name": "Fair"}, "is over"),
        ("day", {"warehouse": "BRS", "day": "soon", "name": "Fair"}, "is no day"),
        ("day", {"warehouse": "BRS", "day": "", "name": "Fair"}, "Say which day"),
        ("day", {"warehouse": "BRS", "day": SOON, "name": ""}, "Say what day it is"),
        ("day", {"warehouse": "BRS", "day": SOON, "name": "Fair", "cutoff": "noon"}, "is no time"),
        ("day", {"warehouse": "XXX", "day": SOON, "name": "Fair"}, "There is no warehouse XXX"),
        ("handling", HOUR | {"minutes": "-5"}, "0 or more"),
        ("handling", HOUR | {"days": "61"}, "0 to 60 days"),
        ("handling", HOUR | {"opens": "17:00"}, "must open before its cut-off"),
        ("holiday", {"country": "England", "day": SOON, "name": "Fair"}, "is no country"),
        ("holiday", {"country": "GB", "day": OVER, "name": "Fair"}, "is over"),
        ("service", {"carrier": "ALB", "service": "express", "pickup": ["1"]}, "at least one day of the week"),
        ("dance", {}, "came incomplete"),
    ],
)
def test_what_is_wrong_is_said_on_the_page_with_what_was_typed(manager, do, fields, words):
    answer = change(manager, do, **fields)
    page = answer.content.decode()
    assert answer.status_code in (404, 422) and 'role="alert"' in page and words in page
    assert special() == [] and carriers.holidays(since=OVER) == []
    if fields.get("name") == "Fair" and do in ("day", "holiday"):
        assert 'value="Fair"' in page


def test_only_who_runs_the_company_changes_calendars(db):
    open_company()
    agent = client_of("agent")
    assert agent.get("/warehouses/calendars").status_code == 403
    assert change(agent, "day", warehouse="BRS", day=SOON, name="Fair").status_code == 403


def test_days_come_from_a_file_that_names_each_wrong_row(manager):
    text = (
        "warehouse,country,day,name,cutoff\n"
        f"BRS,,{SOON},Fair,\nLDS,,{SOON},Eve,12:00\n,FR,{SOON},Pont,\n"
        f"BRS,FR,{SOON},Both,\nXXX,,{SOON},Nowhere,\nBRS,,{OVER},Over,\nBRS,,never,Never,\n,GB,{SOON},Noon,12:00\n"
        f"BRS,,{SOON},Again,\n"
    )
    answer = manager.post("/warehouses/files", {"file": SimpleUploadedFile("days.csv", text.encode())})
    page = answer.content.decode()
    assert "9 rows of days: 3 new, 0 brought up to date, 6 wrong" in page and special() == []
    for words in ("one of them, not both", "There is no warehouse XXX", "is over in BRS", "is no day", "no cut-off"):
        assert words in page
    from packhorse.web import warehouse_files

    assert warehouse_files.take(text.encode()).new == 3
    again = warehouse_files.take(text.encode())
    assert (again.new, again.known, len(special()), len(carriers.holidays(since=OVER))) == (0, 3, 2, 1)


def test_calendars_by_api(api):
    eve = {"day": str(SOON + timedelta(1)), "name": "Eve", "cutoff": "12:00"}
    days = {"days": [{"day": str(SOON), "name": "Fair"}, eve]}
    assert api("PUT", "/calendar/warehouses/BRS/days", days)[0] == 200
    assert api("PUT", "/calendar/countries/GB/holidays", {"days": days["days"][:1]})[0] == 200
    assert api("PUT", "/calendar/warehouses/BRS/handling", {"opens": "07:00", "minutes": 60, "days": 2})[0] == 200
    sent = {"pickup_days": [1, 5], "delivery_days": [6]}
    assert api("PUT", "/calendar/services/ERX/standard", sent)[0] == 200
    _, answer, _ = api("GET", "/calendar")
    bristol = answer["warehouses"][0]
    assert [day["cutoff"] for day in bristol["days"]] == [None, "12:00"]
    assert (bristol["opens"], bristol["handling_minutes"], bristol["handling_days"]) == ("07:00", 60, 2)
    assert answer["holidays"] == [{"country": "GB", "day": str(SOON), "name": "Fair"}]
    assert {"carrier": "ERX", "service": "standard", "takes_hazmat": [], **sent} in answer["services"]
    assert api("DELETE", f"/calendar/warehouses/BRS/days/{SOON}")[0] == 200
    assert api("DELETE", f"/calendar/warehouses/BRS/days/{SOON}")[0] == 404
    assert api("DELETE", f"/calendar/countries/GB/holidays/{SOON}")[0] == 200


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("warehouses/BRS/days", {"days": [{"day": str(OVER), "name": "x"}]}, 422, "DAY_IS_OVER"),
        ("warehouses/XXX/days", {"days": [{"day": str(SOON), "name": "x"}]}, 404, "NOT_FOUND"),
        ("warehouses/BRS/days", {"days": [{"day": "9999-12-31", "name": "x"}]}, 422, "DAY_TOO_FAR"),
        ("countries/GB/holidays", {"days": [{"day": "9999-12-31", "name": "x"}]}, 422, "DAY_TOO_FAR"),
        ("warehouses/BRS/days", {"days": []}, 422, "INVALID"),
        ("warehouses/BRS/days", {"days": [{"day": str(SOON), "name": "x", "cutoff": "12:00Z"}]}, 422, "NOT_A_TIME"),
        ("warehouses/BRS/handling", {"minutes": -1}, 422, "INVALID"),
        ("countries/GB/holidays", {"days": [{"day": str(OVER), "name": "x"}]}, 422, "DAY_IS_OVER"),
        ("services/ERX/none", {"pickup_days": [1], "delivery_days": [1]}, 404, "NOT_FOUND"),
        ("services/ERX/standard", {"pickup_days": [], "delivery_days": [1]}, 422, "INVALID"),
    ],
)
def test_what_is_wrong_is_refused_by_api(api, path, body, status, code):
    answer = api("PUT", f"/calendar/{path}", body)
    assert (answer[0], answer[1]["code"]) == (status, code)


def test_a_calendar_that_never_works_is_refused_by_api(api):
    days = [{"day": str(SOON + timedelta(nth)), "name": "Shut"} for nth in range(80)]
    assert api("PUT", "/calendar/warehouses/BRS/days", {"days": days})[1]["code"] == "NO_WORKDAY"
    assert special() == [] and date.today() < SOON


def test_a_key_of_one_channel_changes_no_calendar(db):
    open_company()
    narrow = Api(keys.add_key(name="web", role="agent", channel="web", now=timezone.now()))
    days = {"days": [{"day": str(SOON), "name": "Fair"}]}
    assert narrow("PUT", "/calendar/warehouses/BRS/days", days)[1]["code"] == "NOT_YOUR_CHANNEL"
    assert narrow("GET", "/promises/late")[1]["code"] == "NOT_YOUR_PARCELS"
