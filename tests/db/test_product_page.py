"""The product's page: what the office sees of a product and does with it, also when it is asked wrongly."""

import csv
import io
import re
from datetime import date

import pytest
from company import NOW, bin_id, change, in_bin, level, open_company, place_and_source, product, receive, run_sql, scan

from db.counting import plan
from db.floor import bring_to
from db.test_chosen import client_of
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.placing.rules import order_number


@pytest.fixture
def office(db):
    open_company()
    plan("LDS", tolerance_minor=10**6)
    return client_of("agent")


def lot(sku="MUG", code="L1", expires_on=date(2030, 1, 31)):
    return inventory.know_lot(product_id=product(sku).id, code=code, expires_on=expires_on, now=NOW)


def spot(code, where, lot_id=None):
    return f"{bin_id(code, where)}-{lot_id or ''}"


def send(client, verb, sku="MUG", **sent):
    usual = {"scan": str(scan()), "units": "2", "reason": "found", "do": "on"}
    return client.post(f"/stock/{sku}/{verb}", usual | sent)


def text(client, address="/stock/MUG"):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_it_shows_levels_bins_lots_and_the_ledger(office):
    lot_id = lot()
    receive("LDS", "A3", "MUG", 4, lot_id=lot_id)
    inventory.block_lot(lot_id=lot_id, reason="glaze cracks", now=NOW, actor="lead")
    page = text(office)
    for words in ("lot: glaze cracks", "Thu 31 Jan 2030", "opening stock", 'state-short">4<', "<svg", "On hand went"):
        assert words in page, words
    assert "style=" not in page and "<script>" not in page


def test_safety_stock_is_kept_back_for_a_warehouse(office):
    assert send(office, "safety", warehouse="LDS", units="4").status_code == 302
    (row,) = [row for row in stock.levels([product("MUG").id], now=NOW) if row.safety]
    assert (row.safety, row.available) == (4, 6)
    assert send(office, "safety", warehouse="NOWHERE", units="4").status_code == 404
    assert send(office, "safety", warehouse="LDS", units="-1").status_code == 422


def test_units_are_written_on_and_off_once(office):
    sent = {"spot": spot("LDS", "A1"), "scan": str(scan())}
    for _ in range(2):
        assert send(office, "adjust", **sent).status_code == 302
    assert in_bin("LDS", "A1", "MUG") == (12, 0)
    assert send(office, "adjust", spot=spot("LDS", "A1"), do="off", units="5", reason="broken").status_code == 302
    assert level("MUG", "LDS") == (7, 0)
    assert run_sql("SELECT kind, delta, actor, reason FROM inventory_movement ORDER BY id DESC LIMIT 1") == [
        ("adjusted", -5, "agent", "broken")
    ]


def test_units_are_written_on_in_a_bin_and_lot_that_were_typed(office):
    sent = {"spot": "", "bin": "LDS-C1", "lot": "L9", "expires_on": "2031-02-01"}
    assert send(office, "adjust", **sent).status_code == 302
    (row,) = [row for row in stock.bins(product("MUG").id) if row.lot == "L9"]
    assert (row.quantity, row.expires_on) == (2, date(2031, 2, 1))


@pytest.mark.parametrize(
    ("verb", "sent", "status", "words"),
    [
        ("adjust", {"units": "x"}, 422, "whole number of units"),
        ("adjust", {"units": "0"}, 422, "whole number of units"),
        ("adjust", {"units": "99", "do": "off"}, 409, "10 lie there"),
        ("adjust", {"reason": " "}, 422, "Say in words why"),
        ("adjust", {"scan": "x"}, 422, "reload the page"),
        ("adjust", {"spot": "999999-"}, 422, "not there any more"),
        ("adjust", {"spot": "", "bin": "NONE"}, 422, "no bin"),
        ("adjust", {"spot": "", "bin": ""}, 422, "Choose a bin"),
        ("adjust", {"spot": "", "bin": "LDS-C1", "expires_on": "2031-02-01"}, 422, "give its code"),
        ("adjust", {"spot": "", "bin": "LDS-C1", "lot": "L1", "expires_on": "soon"}, 422, "is no day"),
        ("move", {"to": "BRS-A1"}, 422, "make a transfer"),
        ("move", {"to": "nowhere"}, 422, "no bin"),
        ("move", {"to": "C1", "units": "11"}, 409, "10 lie there free"),
    ],
)
def test_what_cannot_be_done_is_said_beside_what_was_typed(office, verb, sent, status, words):
    answer = send(office, verb, **({"spot": spot("LDS", "A1"), "reason": "as typed"} | sent))
    page = answer.content.decode()
    assert answer.status_code == status and words in page and 'role="alert"' in page
    assert in_bin("LDS", "A1", "MUG") == (10, 0)
    if verb == "adjust" and sent.get("reason") is None:
        assert 'value="as typed"' in page


def test_units_are_moved_by_the_bins_code_or_barcode(office):
    assert send(office, "move", spot=spot("LDS", "A1"), to="C1", units="3").status_code == 302
    assert send(office, "move", spot=spot("LDS", "A1"), to="LDS-DAMAGED", units="1").status_code == 302
    assert (in_bin("LDS", "A1", "MUG"), in_bin("LDS", "C1", "MUG")) == ((6, 0), (3, 0))
    assert "bin: damaged" in text(office)


def test_the_ledger_goes_on_and_is_narrowed(office):
    for nth in range(60):
        change("LDS", "A1", "MUG", 1, reason=f"reason {nth}")
    first = text(office)
    assert "reason 59" in first and "reason 5<" not in first
    (older,) = set(re.findall(r"before=(\d+)", first))
    assert "reason 5<" in text(office, f"/stock/MUG?before={older}")
    assert "reason" not in text(office, "/stock/MUG?kind=received").split('id="ledger"')[1]
    for address in ("/stock/MUG?kind=odd", "/stock/MUG?before=x", "/stock/MUG?days=99999", "/stock/MUG?days=x"):
        assert "reason 59" in text(office, address)


@pytest.mark.parametrize("days", [7, 30, 90, 365])
def test_the_chart_has_a_table_of_its_numbers(office, days):
    page = text(office, f"/stock/MUG?days={days}")
    assert page.split("Day by day in numbers")[1].split("</table>")[0].count("<tr>") == days + 2


def test_a_past_day_is_looked_back_to(office):
    change("LDS", "A1", "MUG", 5)
    assert "25 on hand" not in text(office, "/stock/MUG?at=2024-05-14")
    assert "<strong>0 on hand</strong>" in text(office, "/stock/MUG?at=2024-05-14")
    assert "<strong>30 on hand</strong>" in text(office, "/stock/MUG?at=2024-05-15")
    assert office.get("/stock/MUG?at=once").status_code == 422


def test_a_lot_is_blocked_and_set_free_for_a_reason(office):
    lot_id = lot()
    receive("LDS", "A3", "MUG", 4, lot_id=lot_id)
    address = f"/stock/MUG/lots/{lot_id}"
    assert office.post(address, {"do": "block", "reason": ""}).status_code == 422
    assert office.post(address, {"do": "block", "reason": "called back"}).status_code == 302
    assert "called back" in text(office, address) and stock.lot(product("MUG").id, "L1").blocked == "called back"
    assert office.post(address, {"do": "free", "reason": "was a mistake"}).status_code == 302
    assert stock.lot(product("MUG").id, "L1").blocked == ""
    for wrong in ("/stock/MUG/lots/999999", f"/stock/BOOK/lots/{lot_id}"):
        assert office.get(wrong).status_code == 404


def test_who_got_a_lot_is_a_list_to_call_them_by(office):
    lot_id = lot("DESK", "D1")
    change("BRS", "B1", "DESK", -3)
    receive("BRS", "C1", "DESK", 2, lot_id=lot_id)
    order_id = place_and_source("W-1", {"DESK": 2})
    bring_to(order_id, "packed")
    page = text(office, f"/stock/DESK/lots/{lot_id}")
    assert f"/orders/{order_number(order_id)}" in page
    answer = office.get(f"/stock/DESK/lots/{lot_id}/recall.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Cache-Control"] == "no-store"
    assert [(row["order"], row["state"], row["units"], row["name"]) for row in rows] == [
        (order_number(order_id), "picked", "2", "Ada Cole")
    ]


def test_a_movement_leads_to_its_document(office):
    order_id = place_and_source("W-1", {"BOOK": 3})
    bring_to(order_id, "shipped")
    assert f'<a href="/orders/{order_number(order_id)}">parcel' in text(office, "/stock/BOOK")


def test_only_the_office_changes_stock(office):
    picker = client_of("picker")
    for verb in ("adjust", "move", "safety"):
        assert send(picker, verb).status_code == 403
    assert picker.get("/stock/MUG").status_code == 403
    assert office.get("/stock/MUG/adjust").status_code == 405
