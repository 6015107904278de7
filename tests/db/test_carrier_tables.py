"""Rate tables by page, API and command: checked first, kept together or not at all, handed out as they came."""

import base64
import html
import io
import re

import pytest
from company import NOW, differences, open_company, place_and_source, relay, run_sql, site
from django.core.files.uploadedfile import SimpleUploadedFile
from machine import Api
from python_calamine import CalamineWorkbook
from standins.easypost import EasyPostStandIn
from typer.testing import CliRunner

from db.accounts import do_jobs, packed
from db.floor import pack_all, walk_and_sort
from db.test_works_at import client_of
from packhorse.carriers import queries as carriers
from packhorse.carriers.queries.tables import tables
from packhorse.cli import imports
from packhorse.placing.rules import order_number
from packhorse.shipping import queries
from packhorse.sourcing import queries as sourcing
from packhorse.web import keys

SERVICES = (
    "carrier,carrier_name,tracking_prefix,service,service_name,dim_divisor,max_weight_g,max_length_mm,fuel_percent,"
    "maxicode\n"
    "POST,Post,PO,std,Post Standard,6000,20000,1500,10,66\n"
)
ZONES = "carrier,origin_country,dest_country,max_km,zone\nPOST,GB,GB,,home\n"
RATES = "carrier,service,zone,max_weight_g,price,transit_days\nPOST,std,home,20000,1.00,2\n"
SURCHARGES = "carrier,service,kind,limit,price\nPOST,*,postal_prefix,GB BA,0.55\nPOST,*,weight_over,10000,2\n"
ALL = {"services.csv": SERVICES, "zones.csv": ZONES, "rates.csv": RATES, "surcharges.csv": SURCHARGES}


@pytest.fixture
def boss(db):
    open_company()
    yield client_of("boss", "manager")
    assert differences() == {}


@pytest.fixture
def api(boss):
    return Api(keys.add_key(name="erp", role="manager", now=NOW))


def check(client, files):
    sent = [
        SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode()) for name, text in files.items()
    ]
    return client.post("/carriers", {"do": "check", "file": sent}).content.decode()


def take(client, page):
    """Press the button below what was checked."""
    found = {
        name: [html.unescape(value) for value in re.findall(f'name="{name}" value="([^"]*)"', page)]
        for name in ("name", "content")
    }
    return client.post("/carriers", {"do": "take"} | found).content.decode()


def kept():
    return {each.code: each for each in tables()}


def test_files_are_checked_and_then_taken_in(boss):
    before = kept()
    page = check(boss, ALL)
    assert "Checked, nothing is kept yet" in page and "Take in the tables of POST" in page
    assert kept() == before
    assert "Taken in" in take(boss, page)
    after = kept()
    post = after.pop("POST")
    assert after == before
    assert [(rate.price_minor, rate.transit_days) for rate in post.services[0].rates] == [(100, 2)]
    assert (post.services[0].fuel, post.simulated, post.account, len(post.surcharges)) == (1000, False, "", 2)
    assert post.services[0].maxicode == 66


def test_all_files_are_taken_in_or_none(boss):
    before = kept()
    page = check(boss, ALL | {"rates.csv": RATES + "POST,std,home,20000,2.00,2\n"})
    assert "Nothing is kept" in page and 'value="take"' not in page
    found = re.search(
        r"rates.csv</span><br><span [^>]*>line 3</span> <span [^>]*>max_weight_g</span></td><td>(.*?)<", page
    )
    assert found[1].startswith("the band overlaps that on line 2")
    contents = [base64.b64encode(text.encode()).decode() for text in (SERVICES, RATES + "POST,std,home,1,x,2\n")]
    page = boss.post("/carriers", {"do": "take", "name": ["a", "b"], "content": contents}).content.decode()
    assert "Nothing is kept" in page and kept() == before


def test_what_is_odd_is_shown_and_taken_in(boss):
    page = check(boss, ALL | {"rates.csv": RATES + "POST,std,home,30000,0.90,2\n"})
    assert "Is this meant?" in page and "lighter parcel" in page
    take(boss, page)
    assert len(kept()["POST"].services[0].rates) == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_downloaded_can_be_taken_in_again(boss, form):
    take(boss, check(boss, ALL))
    before, files = kept(), {}
    for what in ("services", "zones", "rates", "surcharges"):
        answer = boss.get(f"/carriers/tables/{what}?format={form}")
        assert f"{what}.{form}" in answer["Content-Disposition"]
        files[f"{what}.{form}"] = b"".join(answer.streaming_content)
    run_sql("UPDATE carriers_rate SET price_minor = 1")
    run_sql("UPDATE carriers_service SET fuel = 0, maxicode = 1")
    run_sql("DELETE FROM carriers_surcharge")
    page = check(boss, files)
    assert "Is this meant?" not in page
    assert "Taken in" in take(boss, page)
    assert kept() == before
    if form == "xlsx":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(files["rates.xlsx"])).get_sheet_by_index(0)
        assert isinstance(sheet.to_python()[1][4], float)  # a price is a number


@pytest.mark.parametrize(
    "files", [{"a.csv": ""}, {"a.csv": "x,y\n1,2\n"}, {"a.csv": "\x00"}, {"r.csv": RATES.split("\n")[0]}]
)
def test_what_is_no_table_is_told(boss, files):
    page = check(boss, files)
    assert 'value="take"' not in page and 'role="status"' in page


def test_no_file_a_cut_form_and_an_unknown_table_are_refused(boss):
    assert boss.post("/carriers", {"do": "check"}).status_code == 422
    assert boss.post("/carriers", {"do": "take", "content": ["no base64"]}).status_code == 422
    assert boss.get("/carriers/tables/secrets").status_code == 404
    assert boss.get("/carriers/tables/rates?format=pdf").status_code == 422
    assert client_of("ann", "agent").get("/carriers/tables/rates").status_code == 403


def test_the_api_gives_what_it_takes(api):
    status, before, _ = api("GET", "/carriers/tables")
    assert (status, len(before["services"]), before["services"][0]["simulated"]) == (200, 4, True)
    assert {"carrier": "ALB", "service": "standard", "zone": "HOME", "max_weight_g": 1000, "price": "3.10",
            "transit_days": 2} in before["rates"]  # fmt: skip
    changed = before | {"rates": [row | {"price": "9.99"} for row in before["rates"]]}
    status, answer, _ = api("PUT", "/carriers/tables?dry_run=true", changed)
    assert (status, answer["carriers"], answer["rows"]["rates"]) == (200, ["ALB", "ERX"], 24)
    assert api("GET", "/carriers/tables")[1] == before
    assert api("PUT", "/carriers/tables", changed)[0] == 200
    assert api("GET", "/carriers/tables")[1] == changed
    assert api("PUT", "/carriers/tables", before)[0] == 200
    assert api("GET", "/carriers/tables")[1] == before


def test_the_api_names_each_wrong_row(api):
    _, before, _ = api("GET", "/carriers/tables")
    row = before["rates"][0]
    sent = {"rates": [*before["rates"], row, row | {"service": "rocket"}]}
    status, answer, _ = api("PUT", "/carriers/tables", sent)
    assert (status, answer["code"]) == (422, "WRONG_TABLES")
    assert [(each["table"], each["row"], each["column"]) for each in answer["details"]["faults"]] == [
        ("rates", 25, "max_weight_g"),
        ("rates", 26, "service"),
    ]
    assert api("GET", "/carriers/tables")[1] == before


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({}, "NOTHING_GIVEN"),
        ({"rates": [{"carrier": "ALB"}]}, "INVALID"),
        ({"prices": []}, "INVALID"),
        ({"zones": [{"carrier": "ALB", "origin_country": "GB", "dest_country": "GB", "zone": "X", "max_km": -1}]},
         "INVALID"),
    ],
)  # fmt: skip
def test_what_is_no_body_of_tables_is_refused(api, sent, code):
    status, answer, _ = api("PUT", "/carriers/tables", sent)
    assert (status, answer["code"]) == (422, code)


def test_only_a_manager_of_all_channels_reads_and_keeps_tables(api):
    assert Api(keys.add_key(name="gun", role="picker", now=NOW))("GET", "/carriers/tables")[0] == 403
    narrow = Api(keys.add_key(name="shop", role="manager", channel="web", now=NOW))
    for method in ("GET", "PUT"):
        assert narrow(method, "/carriers/tables", {})[1]["code"] == "NOT_YOUR_CHANNEL"


def test_the_command_takes_them_in_and_names_wrong_rows(boss, tmp_path, monkeypatch):
    monkeypatch.setattr("packhorse.web.start.start", lambda: None)
    paths = []
    for name, text in ALL.items():
        (tmp_path / name).write_text(text)
        paths.append(str(tmp_path / name))
    run = CliRunner().invoke
    assert run(imports.app, ["carriers", *paths, "--dry-run"]).exit_code == 0
    assert "POST" not in kept()
    done = run(imports.app, ["carriers", *paths])
    assert (done.exit_code, "of POST." in done.output) == (0, True)
    assert "POST" in kept()
    (tmp_path / "rates.csv").write_text(RATES + "POST,std,home,30000,-1,2\n")
    done = run(imports.app, ["carriers", *paths])
    assert (done.exit_code, "rates.csv:3, column price: -1 is below zero" in done.output) == (1, True)


def test_a_label_is_bought_with_surcharges_and_says_its_parts(boss):
    take(boss, check(boss, ALL))
    order_id = place_and_source("1", {"MUG": 1})  # to Bath, BA1 1AA
    walk_and_sort("BRS")
    pack_all("BRS")
    (row,) = queries.of_order(order_id)
    assert (row.carrier, row.price_minor) == ("Post", 171)
    (offer,) = (each for each in row.offers if each["carrier"] == "POST")
    assert (offer["base_minor"], offer["surcharges"], offer["fuel_minor"]) == (100, [["postal_prefix", 55]], 16)
    assert all("fuel_minor" not in each and "surcharges" not in each for each in row.offers if each is not offer)
    page = boss.get(f"/orders/{order_number(order_id)}").content.decode()
    assert "£1.71 (£1.00 + £0.55 postal prefix + £0.16 fuel)" in page


def test_an_accounts_carrier_has_tables_for_promises_but_its_labels_are_asked_for(db, quick):
    table = SERVICES.replace("fuel_percent", "account").replace("POST,Post,PO,std", "USPS,USPS,US,Priority")
    files = {"services.csv": table.replace(",10,66\n", ",EP,\n"), "zones.csv": ZONES.replace("POST", "USPS")}
    files["rates.csv"] = RATES.replace("POST,std", "USPS,Priority").replace("1.00", "0.01")
    with EasyPostStandIn().open() as shop:
        order_id, _ = packed(shop, priority="2.50")
        boss = client_of("boss", "manager")
        assert "Taken in" in take(boss, check(boss, files))
        assert "account <span" in boss.get("/carriers").content.decode()
        do_jobs()
        (row,) = queries.of_order(order_id)
        assert (row.carrier, row.price_minor, len(shop.paid)) == ("USPS", 250, 1)


def test_no_label_of_ours_is_made_for_an_accounts_carrier_that_is_away(db, quick):
    with EasyPostStandIn().open() as shop:
        order_id, _ = packed(shop, priority="2.50")
        run_sql(
            "INSERT INTO carriers_zone (carrier_id, origin_country, dest_country, zone)"
            " SELECT id, 'GB', 'GB', 'home' FROM carriers_carrier WHERE code = 'USPS'"
        )
        run_sql(
            "INSERT INTO carriers_rate (service_id, zone, max_weight_g, price_minor, transit_days)"
            " SELECT id, 'home', 20000, 1, 1 FROM carriers_service WHERE code = 'Priority'"
        )
        shop.trouble("POST /shipments", status=503)
        do_jobs()
        assert [row.carrier for row in queries.of_order(order_id)] == ["Albion Post"]


def test_a_service_that_is_left_out_is_not_bought_any_more(boss):
    take(boss, check(boss, ALL))
    text = SERVICES.replace(",std,", ",ex,")
    take(boss, check(boss, {"services.csv": text, "rates.csv": RATES.replace(",std,", ",ex,")}))
    assert {row.service for row in carriers.rate_book().services if row.carrier == "POST"} == {"ex"}


def test_orders_that_wait_for_a_carrier_are_tried_again(boss):
    run_sql("DELETE FROM carriers_zone")
    order_id = place_and_source("1", {"MUG": 1})
    assert order_id in sourcing.waiting([order_id])
    take(boss, check(boss, ALL))
    relay()
    assert sourcing.waiting([order_id]) == {}
    assert [row.warehouse_id for row in sourcing.of_order(order_id)] == [site("BRS")]
