"""Goods under codes nobody knew: kept as they came, and booked like that when the office knows what they are."""

from datetime import date

import pytest
from company import differences, open_company, product, run_sql

from db.dock import announce, available, line, lying
from db.test_inbound_pages import Loop, signed_in
from packhorse.inbound import queries
from packhorse.inbound.rules import delivery_number
from packhorse.inventory import queries as stock


@pytest.fixture
def floor(db):
    open_company(stocked={})
    return Loop(signed_in("manager"))


def unknown(loop, lines, *codes, **more):
    """Scan codes, of which nobody knows the last, at a delivery; return its id, its page and the unknown item."""
    delivery = announce(lines)
    loop.open(f"/receive/{delivery_number(delivery)}")
    for code in codes[:-1]:
        loop.enter(code)
    assert loop.enter(codes[-1], **more).startswith("bad: Nobody knows")
    (item,) = queries.unknown_items(delivery)
    return delivery, f"/deliveries/{delivery_number(delivery)}", item


def test_damaged_goods_stay_damaged_when_they_are_known(floor):
    delivery, page, item = unknown(floor, {"MUG": 10}, "4711", quantity="3", damaged="1")
    assert item.note == "damaged"
    floor.client.post(f"{page}/settle", {"item": item.id, "sku": "BOOK"})
    assert (lying("LDS", "BOOK"), available("BOOK", "LDS")) == ({"DAMAGED": 3}, 0)
    assert (line(delivery, "BOOK"), differences()) == ((0, 0, 3, 3, 0), {})


def test_goods_go_into_the_bin_that_was_scanned_for_them(floor):
    _, page, item = unknown(floor, {"MUG": 10}, "LDS-C1", "4711", quantity="3")
    floor.client.post(f"{page}/settle", {"item": item.id, "sku": product("MUG").barcode})
    assert (lying("LDS", "MUG"), differences()) == ({"C1": 3}, {})


@pytest.mark.parametrize(("said", "units"), [({}, 24), ({"quantity": "3"}, 36), ({"sku": "MUG", "quantity": "25"}, 25)])
def test_a_case_counts_its_units_when_its_code_is_known(floor, said, units):
    (case,) = run_sql("SELECT barcode FROM catalog_packsize WHERE units = 12")[0]
    run_sql("UPDATE catalog_packsize SET barcode = '12345670' WHERE units = 12")
    delivery, page, item = unknown(floor, {"MUG": 24}, case, quantity="2")
    run_sql("UPDATE catalog_packsize SET barcode = %s WHERE units = 12", case)
    shown = floor.client.get(page).content.decode()
    assert "Packs of 12" in shown and f'name="sku" maxlength="120" value="{case}"' in shown
    done = floor.client.post(f"{page}/settle", {"item": item.id, "sku": case} | said, follow=True)
    assert f"Booked as {units} × MUG." in done.content.decode()
    assert (lying("LDS", "MUG"), line(delivery, "MUG")[2], differences()) == ({"RECEIVING": units}, units, {})


def test_the_office_says_lot_and_last_day(floor):
    run_sql("UPDATE catalog_product SET tracks_lots = true WHERE sku = 'MUG'")
    _, page, item = unknown(floor, {"MUG": 10}, "4711", quantity="3")
    said = {"item": item.id, "sku": "MUG", "lot": "", "expires_on": "2025-01-01"}
    assert floor.client.post(f"{page}/settle", said).status_code == 422
    assert queries.unknown_items() == [item]
    assert floor.client.post(f"{page}/settle", said | {"lot": "L1"}).status_code == 302
    (lot,) = stock.lots(product("MUG").id)
    assert (lot.code, lot.expires_on, differences()) == ("L1", date(2025, 1, 1), {})


def test_the_office_says_serial_numbers(floor):
    run_sql("UPDATE catalog_product SET tracks_serials = true WHERE sku = 'LAMP'")
    _, page, item = unknown(floor, {"MUG": 10}, "4711", quantity="2")
    assert 'name="serials"' in floor.client.get(page).content.decode()
    said = {"item": item.id, "sku": "LAMP", "lot": "L7"}
    refused = floor.client.post(f"{page}/settle", said)
    words = refused.content.decode()  # on the page it came from, and nothing is to be typed anew
    assert (refused.status_code, 'role="alert"' in words, 'value="L7"' in words) == (422, True, True)
    assert 'name="sku" maxlength="120" value="LAMP" autofocus' in words
    del said["lot"]
    assert floor.client.post(f"{page}/settle", said | {"serials": "S1, S2"}).status_code == 302
    assert (lying("LDS", "LAMP"), differences()) == ({"RECEIVING": 2}, {})


def test_an_item_of_another_delivery_is_not_settled_here(floor):
    _, _, item = unknown(floor, {"MUG": 10}, "4711")
    other = f"/deliveries/{delivery_number(announce({'MUG': 1}))}/settle"
    assert floor.client.post(other, {"item": item.id, "sku": "MUG"}).status_code == 404
