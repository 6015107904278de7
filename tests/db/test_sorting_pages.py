"""Pages of the wall, the bench and the lanes."""

import re

import pypdfium2
import pytest
from company import cancel, differences, open_company, place_and_source, product, relay, scan, site

from db.floor import close, fulfillment, hand_over, pack_all, put, walk, walk_and_sort
from db.sorters import of_kind, pick_all, picked, spread, walled
from db.test_chosen import client_of
from packhorse.packing import queries as parcels
from packhorse.picking.rules import list_number
from packhorse.shipping.queries import units
from packhorse.sorting import queries
from packhorse.sourcing import queries as sourcing


@pytest.fixture
def packer(db):
    open_company()
    client = client_of("packer")
    client.get("/pack?warehouse=BRS")
    return client


@pytest.fixture
def manager(packer):
    client = client_of("manager")
    client.get("/pack?warehouse=BRS")
    return client


@pytest.fixture
def lead(packer):
    client = client_of("lead")
    client.get("/pack?warehouse=BRS")
    return client


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def sent(client, list_id, status=200, **scanned):
    return text(
        client.post(f"/sort/{list_id}", {"scan": str(scan())} | scanned, headers={"HX-Request": "true"}), status
    )


def test_the_wall_stands_in_columns_and_rows_and_lights_the_slots_of_an_order(packer):
    walled(columns=3, rows=2, size=(300, 300, 400))
    _, list_id = picked({"LAMP": 4})
    page = sent(packer, list_id, code="LAMP")
    assert 'data-slot="A1 + A2"' in page and page.count("hole-lit") == 2 and page.count("wall-row") == 3
    assert "Ticket of A1 + A2" in page
    slot = queries.slot_of(queries.at_bench(site("BRS"))[0].fulfillment_id)
    for kind, begins in (("pdf", b"%PDF"), ("zpl", b"^XA")):
        assert packer.get(f"/slots/{slot.id}/ticket.{kind}").content.startswith(begins)
    (page,) = pypdfium2.PdfDocument(packer.get(f"/slots/{slot.id}/ticket.pdf").content)
    assert "A1 + A2" in page.get_textpage().get_text_range()
    free = next(each for each in queries.slots(site("BRS")) if each.state == "free")
    assert "free" in text(packer.get(f"/slots/{free.id}"))
    assert packer.get(f"/slots/{free.id}/ticket.pdf").status_code == 409
    assert packer.get("/slots/0").status_code == 404


def test_a_wall_that_wants_it_asks_for_the_slot_and_blocks_a_wrong_one(packer):
    walled(confirm=True)
    _, list_id = picked({"MUG": 1})
    page = sent(packer, list_id, code="MUG")
    slot = re.search(r'data-slot="(\w+)"', page)[1]
    assert f"now scan slot {slot}" in page
    waiting = re.search(r'name="scan" value="([^"]+)"', page)[1]
    page = sent(packer, list_id, 422, scan=waiting, slot="nonsense")
    assert 'data-answer="bad"' in page and f"now scan slot {slot}" in page
    assert "This order is whole" in sent(packer, list_id, scan=waiting, slot=f"SLOT-BRS-W-{slot}")
    assert sent(packer, list_id, 422, scan="x", code="MUG")


def test_what_finds_no_slot_is_laid_aside_on_the_same_page(packer):
    walled(columns=1)
    _, list_id = picked({"MUG": 1}, {"BOOK": 1, "LAMP": 1})
    sent(packer, list_id, code="MUG")
    page = sent(packer, list_id, 409, code="BOOK")
    assert "Scan the overflow place" in page and 'name="item" value="BOOK"' in page
    assert "Scan the overflow place" in sent(packer, list_id, 422, item="BOOK", place="nowhere")
    page = sent(packer, list_id, item="BOOK", place="OVER-BRS")
    assert "lie in OV" in page and "in overflow OV" in page


def test_what_is_too_big_is_led_to_its_overflow_place_by_one_scan(packer):
    walled(size=(300, 300, 400))
    _, list_id = picked({"DESK": 1, "MUG": 2})
    assert "too big for the wall" in sent(packer, list_id, 409, code="DESK")
    sent(packer, list_id, item="DESK", place="OVER-BRS")
    page = sent(packer, list_id, code="MUG")
    assert 'data-answer="good"' in page and "2 into overflow OV" in page and "Scan the overflow place" not in page
    assert "Too big for the wall: lay 2 into overflow" in page and "data-slot" not in page
    assert "The order is whole: it is packed from there" in page


def test_a_slot_says_what_it_waits_for_and_a_lead_sends_what_is_there(lead, packer):
    order_id, first, second = spread({"MUG": 1, "BOOK": 1})
    pick_all(first)
    page = sent(packer, first, code="MUG")
    assert f"{list_number(second)}</a> of picker" in page and "to be picked" in page
    slot = queries.slot_of(fulfillment(order_id).id)
    assert "A shift lead can send" in text(packer.get(f"/slots/{slot.id}"))
    for client in (packer, client_of("picker")):
        assert "Send what is there" not in text(client.get(f"/slots/{slot.id}"))
        assert client.post(f"/slots/{slot.id}/part").status_code == 403
    assert "Send what is there" in text(lead.get(f"/slots/{slot.id}"))
    assert "can be packed" in text(lead.post(f"/slots/{slot.id}/part", follow=True))
    assert len(sourcing.of_order(order_id)) == 2


def test_a_cancelled_orders_slot_names_the_bins_and_a_lead_clears_it(lead, packer):
    order_id = place_and_source("1", {"MUG": 1, "BOOK": 1})
    (list_id,) = walk("BRS")
    put(list_id, "MUG")
    slot = queries.slot_of(fulfillment(order_id).id)
    cancel(order_id)
    relay()
    assert "to bin A1" in text(packer.get(f"/slots/{slot.id}"))
    for client in (packer, client_of("picker")):
        assert client.post(f"/slots/{slot.id}/clear").status_code == 403
    assert "is free" in text(lead.post(f"/slots/{slot.id}/clear", follow=True))
    relay()
    assert differences() == {}


def opened(client, code, **more):
    answer = client.post("/pack", {"code": code, "scan": str(scan())} | more)
    return answer["Location"].rsplit("/", 1)[1] if answer.status_code == 302 else text(answer, answer.status_code)


def test_a_totes_code_opens_its_order_at_the_bench(packer):
    ids, (list_id,) = of_kind("cluster", {"MUG": 1, "BOOK": 1}, {"LAMP": 1})
    assert f"{list_number(list_id)}-2" in text(packer.get("/pack"))
    sscc = opened(packer, f"{list_number(list_id)}-2")
    assert parcels.by_sscc(sscc).order_id == ids[1]
    assert "no slot, tote or list" in opened(packer, f"{list_number(list_id)}-9")


def test_a_list_of_single_units_is_opened_once_and_each_item_opens_and_packs_its_order(packer):
    ids, (list_id,) = of_kind("single", {"MUG": 1}, {"BOOK": 1}, {"MUG": 1})
    number = list_number(list_id)
    assert "no slot, tote or list" in opened(packer, "MUG")
    assert "3 orders left" in opened(packer, number)
    seen = []
    for sku in ("MUG", "MUG", "BOOK"):
        sscc = opened(packer, product(sku).barcode)
        parcel = parcels.by_sscc(sscc)
        seen.append(parcel.order_id)
        assert "All" not in text(packer.get(f"/pack/{sscc}")) and "Weigh it" in text(packer.get(f"/pack/{sscc}"))
        close(parcel.id)
        relay()
        if sku == "BOOK":
            assert "Orders of" not in text(packer.get("/pack"))
    assert sorted(seen) == sorted(ids)
    assert "Whole orders" in text(packer.get("/pack?list=none"))


def test_a_parcel_scanned_alone_is_told_its_lane_and_its_pallet_is_closed_and_printed(packer):
    place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    (parcel_id,) = pack_all("BRS")
    sscc = parcels.by_id([parcel_id])[parcel_id].sscc
    page = text(packer.post("/ship", {"sscc": sscc}))
    assert 'data-lane="HOME"' in page and "Scan its lane" in page
    page = text(packer.post("/ship", {"sscc": sscc, "lane": "LANE-BRS-REST"}), 422)
    assert 'data-answer="bad"' in page and 'data-lane="HOME"' in page
    assert "on HU" in text(packer.post("/ship", {"sscc": sscc, "lane": "LANE-BRS-HOME"}))
    assert "stands in" in text(packer.post("/ship", {"sscc": sscc}))
    (unit,) = units.units(site("BRS"))
    address = f"/ship/units/{unit.number}"
    assert packer.post("/ship", {"sscc": unit.number})["Location"] == address
    assert sscc in text(packer.get(address))
    assert "is closed" in text(packer.post(f"{address}/close", follow=True))
    closed = units.unit_by_code(unit.number)
    begins = {"label.pdf": b"%PDF", "label.zpl": b"^XA", "list.pdf": b"%PDF", "list.csv": b"unit,unit_sscc"}
    for kind, first in begins.items():
        assert packer.get(f"{address}/{kind}").content.startswith(first), kind
    assert f"{unit.number},{closed.sscc},{sscc}," in packer.get(f"{address}/list.csv").content.decode()
    assert packer.get(f"{address}/x.pdf").status_code == 404
    assert packer.get("/ship/units/HU999").status_code == 404
    (manifest,) = hand_over("BRS")
    paper = pypdfium2.PdfDocument(packer.get(f"/manifests/{manifest}.pdf").content)
    assert f"Pallet {unit.number}, 1 parcels, (00) {closed.sscc}" in paper[0].get_textpage().get_text_range()
    assert packer.post(f"{address}/close").status_code == 409


def test_an_open_pallet_is_closed_by_the_hand_over_and_its_label_offered(packer):
    place_and_source("1", {"MUG": 1})
    gone = place_and_source("2", {"MUG": 1})
    walk_and_sort("BRS")
    ids = pack_all("BRS")
    for parcel in parcels.by_id(ids).values():
        packer.post("/ship", {"sscc": parcel.sscc, "lane": "LANE-BRS-HOME"})
    (unit,) = units.units(site("BRS"))
    cancel(gone)
    relay()
    page = text(packer.post("/ship/close?warehouse=BRS", {"carrier": unit.carrier_id}), 409)
    (void,) = (row.sscc for row in units.to_take_out(site("BRS")))
    assert void in page and unit.number in page and "lane HOME" in page
    packer.post("/ship/take-out", {"sscc": void})
    page = text(packer.post("/ship/close?warehouse=BRS", {"carrier": unit.carrier_id}, follow=True))
    assert f"{unit.number} is closed now, too: print its label" in page
    assert f'href="/ship/units/{unit.number}"' in page and units.unit_by_code(unit.number).sscc
    assert packer.get(f"/ship/units/{unit.number}/label.pdf").content.startswith(b"%PDF")
    assert packer.post("/ship/close?warehouse=BRS", {"carrier": unit.carrier_id}).status_code == 409
    assert packer.post("/ship/close?warehouse=BRS", {"carrier": "x"}).status_code == 409


def test_what_is_to_be_taken_out_is_named_on_the_lanes_page(packer):
    order_id = place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    (parcel_id,) = pack_all("BRS")
    sscc = parcels.by_id([parcel_id])[parcel_id].sscc
    packer.post("/ship", {"sscc": sscc, "lane": "LANE-BRS-HOME"})
    cancel(order_id)
    relay()
    (unit,) = units.units(site("BRS"))
    assert f"Off {unit.number}, lane HOME" in text(packer.get("/ship"))
    assert "take it off" in text(packer.get(f"/ship/units/{unit.number}"))
    assert "label is void" in text(packer.post(f"/ship/units/{unit.number}/close"), 409)
    assert "must not leave" in text(packer.post("/ship", {"sscc": sscc}), 409)
    assert "is out of" in text(packer.post("/ship/take-out", {"sscc": sscc}, follow=True))
    assert "Take out" not in text(packer.get("/ship"))


LANE = {
    "code": "BATH",
    "precedence": "1",
    "countries": "gb",
    "postal_prefixes": "BA",
    "holds": "cage",
    "cutoff": "15:30",
}
WALL = {"code": "W2", "columns": "4", "rows": "2", "golden_row": "1", "confirm": "on"}


def test_a_manager_sets_walls_places_and_lanes_up(manager):
    assert "Wall W2 is kept" in text(manager.post("/walls", WALL, follow=True))
    assert "Overflow place OV is kept" in text(manager.post("/walls", {"code": "OV", "barcode": "OV-1"}, follow=True))
    assert "Lane BATH is kept" in text(manager.post("/walls/lanes", LANE, follow=True))
    page = text(manager.post("/walls/lanes", LANE | {"code": "BATH2", "precedence": "2"}, follow=True))
    assert "No parcel comes here" not in page and "15:30" in page  # after the cut-off of the other it takes them
    manager.post("/walls/lanes", LANE | {"cutoff": ""})
    page = text(manager.get("/walls"))
    assert "No parcel comes here: BATH takes them all" in page and "LANE-BRS-BATH2" in page
    assert "Lane BATH2 is gone" in text(manager.post("/walls/lanes", {"code": "BATH2", "drop": "1"}, follow=True))
    assert "Wall W2 is kept" in text(manager.post("/walls", {"code": "W2", "golden_row": "2"}, follow=True))
    assert [wall.golden_row for wall in queries.walls(site("BRS"))] == [0, 2]
    assert "Wall W2 is gone" in text(manager.post("/walls", {"code": "W2", "drop": "1"}, follow=True))
    assert manager.get("/walls/lanes")["Location"] == "/walls"


@pytest.mark.parametrize(
    ("path", "wrong", "words"),
    [
        ("/walls", WALL | {"columns": "x"}, "columns"),
        ("/walls", WALL | {"columns": "99"}, "columns"),
        ("/walls", WALL | {"golden_row": "9"}, "golden_row"),
        ("/walls", {"code": "NEW"}, "how large"),
        ("/walls", {"code": "OV", "barcode": ""}, "barcode"),
        ("/walls/lanes", LANE | {"cutoff": "noon"}, "cutoff"),
        ("/walls/lanes", LANE | {"countries": "Britain"}, "countries"),
        ("/walls/lanes", LANE | {"precedence": "-1"}, "precedence"),
        ("/walls/lanes", LANE | {"barcode": "LANE-LDS-HOME"}, "is that of"),
    ],
)
def test_what_is_typed_wrong_is_said_and_nothing_is_kept(manager, path, wrong, words):
    before = len(queries.slots(site("BRS"))), len(queries.lanes(site("BRS")))
    assert words in text(manager.post(path, wrong), 422)
    assert (len(queries.slots(site("BRS"))), len(queries.lanes(site("BRS")))) == before


def test_only_a_manager_sets_up(packer):
    assert packer.get("/walls").status_code == 403
