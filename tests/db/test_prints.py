"""Papers printed by themselves: on the printers of the bench, once, by jobs that try again; each print is on record."""

import json
from datetime import timedelta

import pypdfium2
import pytest
from company import NOW, open_company, place_and_source, relay, run_sql, site
from standins.printer import IppPrinter, RawPrinter

from db.floor import begin, fill, fulfillment, walk_and_sort
from db.test_chosen import client_of
from db.test_shipping import refused
from packhorse.network import queries as network
from packhorse.outside import Again
from packhorse.packing import queries as parcels
from packhorse.placing.rules import order_number
from packhorse.shipping import operations, queries
from packhorse.shipping.queries import printing as prints
from packhorse.shipping.rules import PRINT_TRIES, NewPrinter
from packhorse.web import printing


@pytest.fixture
def raw():
    with RawPrinter().open() as printer:
        yield printer


def keep(name, address, *, papers=("label",), bench="Bench 1", **more):
    facts = {"kind": "raw", "language": "zpl203", "warehouse": "BRS"} | more
    return operations.keep_printer(printer=NewPrinter(name=name, address=address, papers=papers, bench=bench, **facts))


def home_of(order_id):
    return {each.id: each.code for each in network.warehouses()}[fulfillment(order_id).warehouse_id]


def to_weigh(**more):
    """A parcel (of Bristol, to Bath) whose goods are all in: (order id, parcel)."""
    open_company()
    order_id = place_and_source("1", {"MUG": 1}, **more)
    walk_and_sort(home_of(order_id))
    (parcel_id,) = begin(fulfillment(order_id).id)
    fill(parcel_id)
    return order_id, parcels.by_id([parcel_id])[parcel_id]


def at_bench(name="Bench 1", code="BRS"):
    client = client_of("packer")
    assert client.post(f"/pack/bench?warehouse={code}", {"bench": name}).status_code == 302
    return client


def weigh(client, parcel):
    answer = client.post(f"/pack/{parcel.sscc}", {"grams": parcel.expected_g}, headers={"hx-request": "true"})
    assert answer.status_code == 200


def do_prints(now=NOW):
    """Do the printers' jobs that wait, each once; return the seconds after which some want to be done again."""
    waits = []
    for pk, given in run_sql(
        "SELECT id, args FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = 'printers' ORDER BY id"
    ):
        work = {"draw": printing.draw, "due": printing.due_customs, "now": now, "seconds": 1}
        try:
            operations.print_paper(record_id=json.loads(given)["record_id"], **work)
        except Again as again:
            waits.append(again.seconds)
            continue
        run_sql("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", pk)
    return waits


def told(parcel):
    return [(row.paper, row.act, row.state) for row in prints.records_of_parcel(parcel.id)]


def test_a_closed_parcels_papers_are_printed_at_its_bench_once(db, raw):
    order_id, parcel = to_weigh(gift_message="Hello Gran")
    keep("Labels 1", raw.address)
    keep("Labels elsewhere", raw.address, bench="Bench 2")
    with IppPrinter().open() as office:
        keep("Papers 1", office.address, kind="ipp", language="pdf", papers=("slip", "gift", "customs"))
        packer = at_bench()
        weigh(packer, parcel)
        assert do_prints() == [] and raw.jobs == []  # the label is not there yet, and nobody waits for it
        assert told(parcel) == [("gift", "print", "done"), ("label", "print", "waiting"), ("slip", "print", "done")]
        relay()
        assert do_prints() == []
        (zpl,) = raw.wait()
        (gift, note), (_, slip) = office.jobs
    assert zpl.decode() == queries.label_zpl(parcel.id)
    assert gift["job-name"] == f"{order_number(order_id)} gift"
    words = [pypdfium2.PdfDocument(each)[0].get_textpage().get_text_range() for each in (note, slip)]
    assert "Hello Gran" in words[0] and "Packing slip" in words[1]
    weigh(packer, parcel)  # the scale sends it twice
    operations.print_labels([parcel.id])
    do_prints()
    assert len(raw.jobs) == 1 and [state for _, _, state in told(parcel)] == ["done"] * 3
    said = packer.get(f"/parcels/{parcel.sscc}/prints")
    assert (said.status_code, "Label: printed on Labels 1" in said.content.decode()) == (286, True)


def test_without_a_bench_nothing_is_printed(db, raw):
    _, parcel = to_weigh()
    keep("Labels 1", raw.address)
    packer = client_of("packer")
    weigh(packer, parcel)
    relay()
    do_prints()
    assert told(parcel) == [] and raw.jobs == []
    assert packer.post("/pack/bench?warehouse=BRS", {"bench": "Nowhere"}).status_code == 422
    page = packer.get("/pack?warehouse=BRS").content.decode()
    assert "This device stands at" in page and "Printed here by itself" not in page
    packer.post("/pack/bench?warehouse=BRS", {"bench": "Bench 1"})
    assert "Printed here by itself: label on Labels 1" in packer.get("/pack?warehouse=BRS").content.decode()
    assert "This device stands at" not in packer.get("/pack?warehouse=LDS").content.decode()


def test_a_printer_that_is_off_is_tried_again_and_at_last_set_aside(db):
    _, parcel = to_weigh()
    with RawPrinter().open() as off:
        keep("Labels 1", off.address)
    packer, manager = at_bench(), client_of("manager")
    weigh(packer, parcel)
    relay()
    assert len(do_prints()) == 2  # closing asked for it, and the label's news
    said = packer.get(f"/parcels/{parcel.sscc}/prints")
    words = said.content.decode()
    assert said.status_code == 200 and "Labels 1 does not print" in words and "go on packing" in words
    for _ in range(PRINT_TRIES):
        do_prints()
    assert told(parcel) == [("label", "print", "failed")]
    assert "not printed on Labels 1" in packer.get(f"/parcels/{parcel.sscc}/prints").content.decode()
    assert "1 paper could not be printed" in manager.get("/tower").content.decode()
    aside = manager.get("/set-aside").content.decode()
    assert "Labels 1" in aside and "cannot be reached" in aside
    (row,) = prints.records_of_parcel(parcel.id)
    with RawPrinter().open() as on:
        keep("Labels 1", on.address)
        manager.post("/set-aside", {"print": row.id})
        do_prints()
        assert len(on.wait()) == 1
    assert told(parcel) == [("label", "print", "done")]


def test_a_lost_worker_leaves_a_try_that_is_made_again_after_a_minute(db, raw):
    _, parcel = to_weigh()
    keep("Labels 1", raw.address)
    weigh(at_bench(), parcel)
    relay()
    run_sql("UPDATE shipping_paperrecord SET begun_at = %s, attempts = 1", NOW)
    assert set(do_prints()) == {60} and raw.jobs == []
    do_prints(NOW + timedelta(seconds=61))
    assert len(raw.wait()) == 1 and told(parcel) == [("label", "print", "done")]


def test_customs_papers_follow_the_label_and_what_lacks_is_said(db):
    order_id, parcel = to_weigh(city="Lens")
    code = home_of(order_id)
    moved = "UPDATE network_warehouse SET country = %s WHERE code = %s"
    run_sql(moved, "CH", code)
    with IppPrinter().open() as office:
        keep("Papers 1", office.address, kind="ipp", language="pdf", papers=("customs",), warehouse=code)
        weigh(at_bench(code=code), parcel)
        run_sql(moved, "FR", code)  # no carrier of the tests crosses a border
        relay()
        run_sql(moved, "CH", code)
        do_prints()
        do_prints()
        assert told(parcel) == [("customs", "print", "dropped"), ("cn22", "print", "failed")]
        failed = prints.failed_prints()
        assert "has no HS code" in failed[0].said
        run_sql("UPDATE catalog_product SET hs_code = '6912.00', origin = 'GB'")
        operations.try_prints_again([failed[0].id], now=NOW)
        do_prints()
        (facts, pdf) = office.jobs[-1]
    assert (
        facts["job-name"].endswith("cn22") and "CN22" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    )


def test_a_reprint_wants_a_reason_and_every_print_is_on_record(db, raw):
    order_id, parcel = to_weigh()
    keep("Labels 1", raw.address, bench="")
    packer, agent = client_of("packer"), client_of("agent")
    weigh(packer, parcel)
    relay()
    page = f"/parcels/{parcel.sscc}/papers"
    assert packer.post(page, {"do": "print", "paper": "label", "printer": "Labels 1"}).status_code == 302
    do_prints()
    again = packer.post(page, {"do": "print", "paper": "label", "printer": "Labels 1"})
    assert again.status_code == 422 and "say why it is again" in again.content.decode()
    assert packer.post(page, {"paper": "label", "printer": "Labels 1", "reason": "smeared"}).status_code == 302
    assert packer.post(page, {"paper": "slip", "printer": "Labels 1"}).status_code == 422
    do_prints()
    assert len(raw.wait(2)) == 2
    agent.get(f"/parcels/{parcel.sscc}/label.pdf")
    agent.get(f"/parcels/{parcel.sscc}/slip.pdf")
    rows = prints.records_of_parcel(parcel.id)
    assert [(row.paper, row.act, row.actor, row.reason) for row in rows] == [
        ("label", "print", "packer", ""), ("label", "print", "packer", "smeared"), ("label", "download", "agent", ""),
        ("slip", "download", "agent", ""),
    ]  # fmt: skip
    assert {row.tracking_number for row in rows[:3]} == {queries.by_parcel([parcel.id])[parcel.id].tracking_number}
    history = agent.get(f"/orders/{order_number(order_id)}").content.decode()
    assert "Parcel 1/1, label printed on Labels 1: smeared" in history and "label handed out as a file" in history
    assert "Why: smeared" in packer.get(page).content.decode()


def test_a_label_is_voided_for_a_reason_and_bought_anew_until_the_carrier_has_it(db):
    order_id, parcel = to_weigh()
    packer = client_of("packer")
    weigh(packer, parcel)
    page = f"/parcels/{parcel.sscc}/papers"
    none = packer.post(page, {"do": "void", "reason": "wrong weight"})
    assert none.status_code == 409 and "has no label" in none.content.decode()
    relay()
    old = queries.by_parcel([parcel.id])[parcel.id]
    assert packer.post(page, {"do": "void", "reason": " "}).status_code == 422
    assert packer.post(page, {"do": "void", "reason": "wrong weight"}).status_code == 302
    new = queries.by_parcel([parcel.id])[parcel.id]
    assert (new.state, new.token) == ("labelled", old.token) and new.tracking_number != old.tracking_number
    (row,) = prints.records_of_parcel(parcel.id)
    assert (row.act, row.place, row.reason, row.actor) == ("void", old.tracking_number, "wrong weight", "packer")
    run_sql("UPDATE shipping_shipment SET state = 'handed_over' WHERE state = 'labelled'")
    assert refused(operations.void_label, parcel_id=parcel.id, reason="x", now=NOW, actor="a") == "HANDED_OVER"
    assert (
        "label " + old.tracking_number + " voided: wrong weight"
        in client_of("agent").get(f"/orders/{order_number(order_id)}").content.decode()
    )


def test_the_manager_keeps_printers_and_lets_them_print_a_test_page(db, raw):
    open_company()
    manager = client_of("manager")
    given = {"name": "Labels 1", "warehouse": "BRS", "bench": "Bench 1", "kind": "raw", "address": raw.address}
    given |= {"language": "zpl300", "medium": "4x6", "papers": ["label"]}
    assert manager.post("/printers", given | {"address": "what ever"}).status_code == 422
    assert manager.post("/printers", given).status_code == 302
    manager.post("/printers", {"test": "Labels 1"})
    do_prints()
    assert raw.wait()[0].startswith(b"^XA") and "printed" in manager.get("/printers").content.decode()
    with IppPrinter().open() as office:
        keep("Papers 1", office.address, kind="ipp", language="pdf", papers=("slip",))
        manager.post("/printers", {"test": "Papers 1"})
        do_prints()
        assert office.jobs[0][1].startswith(b"%PDF")
        office.status = 0x0406
        manager.post("/printers", {"test": "Papers 1"})
        do_prints()
    assert "does not know such a printer" in manager.get("/printers").content.decode()
    assert manager.get("/printers?change=Labels%201").status_code == 200
    assert manager.post("/printers", {"drop": "Labels 1"}).status_code == 302
    assert [row.name for row in prints.printers(site("BRS"))] == ["Papers 1"]
    assert client_of("lead").get("/printers").status_code == 403
