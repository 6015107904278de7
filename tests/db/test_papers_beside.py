"""The papers a parcel needs beside label and slip: which by where it goes and what it is worth, and what they lack."""

import pypdfium2
from company import NOW, run_sql
from django.test import Client
from django.utils import timezone

from db.test_chosen import client_of
from db.test_shipping import labelled, refused
from packhorse.packing import queries as parcels
from packhorse.shipping import parcel_papers, queries
from packhorse.shipping.papers import labels_of
from packhorse.web.keys import add_key

DECLARED = "UPDATE catalog_product SET hs_code = '6912.00', origin = 'DE'"


def parcel_to(country, postal_code, *, value=500, gift="", declared=True, units=1):
    """A labelled parcel whose order goes there: (parcel, shipment)."""
    _, (row,) = labelled({"MUG": units}, gift_message=gift)
    run_sql("UPDATE placing_orderaddress SET country = %s, postal_code = %s", country, postal_code)
    run_sql("UPDATE placing_orderline SET unit_price_minor = %s", value)
    if declared:
        run_sql(DECLARED)
    return parcels.by_id([row.parcel_id])[row.parcel_id], queries.by_parcel([row.parcel_id])[row.parcel_id]


def kinds_of(parcel, shipment):
    return [each.kind for each in parcel_papers.papers_of(parcel, shipment, today=NOW.date())]


def pages(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content[:500]
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content)]


def test_which_papers_go_with_a_parcel(db):
    parcel, shipment = parcel_to("GB", "BA1 1AA")
    assert kinds_of(parcel, shipment) == []
    run_sql("UPDATE placing_orderaddress SET country = 'IM'")
    assert kinds_of(parcel, shipment) == []
    run_sql("UPDATE placing_orderaddress SET country = 'FR', postal_code = '75001'")
    assert kinds_of(parcel, shipment) == ["cn22"]
    run_sql("UPDATE placing_orderline SET unit_price_minor = 27000")
    assert kinds_of(parcel, shipment) == ["cn22"]
    run_sql("UPDATE placing_orderline SET unit_price_minor = 27001")
    assert kinds_of(parcel, shipment) == ["cn23", "invoice"]
    run_sql("UPDATE placing_orderline SET unit_price_minor = 500")
    run_sql("UPDATE packing_parcel SET weight_g = 2001")
    assert kinds_of(parcels.by_id([parcel.id])[parcel.id], shipment) == ["cn23", "invoice"]
    (waits,) = parcel_papers.papers_of(parcel, None, today=NOW.date())
    assert (waits.kind, waits.there) == ("cn23", False)
    draw = {"today": NOW.date(), "unfinished": True}
    assert refused(parcel_papers.draw, parcel, None, "cn23", **draw) == "NO_LABEL"
    assert refused(parcel_papers.draw, parcel, shipment, "poem", **draw) == "NO_SUCH_PAPER"


def test_the_bench_offers_them_and_they_say_what_they_must(db):
    parcel, shipment = parcel_to("US", "10001", gift="Happy birthday,\nGran!")
    client = client_of("packer")
    words = client.get(f"/parcels/{parcel.sscc}/label").content.decode()
    assert all(f"/parcels/{parcel.sscc}/papers/{kind}.pdf" in words for kind in ("gift", "cn22"))
    (form,) = pages(client.get(f"/parcels/{parcel.sscc}/papers/cn22.pdf"))
    assert all(text in form for text in ("CN22", "6912.00", "DE", "5.00 GBP", shipment.tracking_number))
    (note,) = pages(client.get(f"/parcels/{parcel.sscc}/papers/gift.pdf"))
    assert "Happy birthday," in note and "Gran!" in note and "Ada Cole" in note and "MUG" not in note
    assert client.get(f"/parcels/{parcel.sscc}/papers/cn23.pdf").status_code == 404


def test_batteries_and_limited_quantities_get_their_marks(db, settings_of):
    settings_of(HAZMAT_PHONE="+44 113 496 0000")
    parcel, shipment = parcel_to("GB", "BA1 1AA")
    run_sql("UPDATE catalog_product SET un_number = 'UN1266', hazmat_class = '3'")
    assert kinds_of(parcel, shipment) == []  # of a class alone there is no such mark
    (label,) = labels_of([(parcel, shipment)], now=NOW)
    assert (label.hazmat, label.un_numbers) == (("3",), ("UN1266",))
    run_sql("UPDATE catalog_product SET un_number = 'UN3481', hazmat_class = ''")
    assert kinds_of(parcel, shipment) == kinds_of(parcel, None) == ["marks"]
    (sheet,) = pages(client_of("packer").get(f"/parcels/{parcel.sscc}/papers/marks.pdf"))
    assert "UN3481" in sheet and "+44 113 496 0000" in sheet and parcel.sscc in sheet
    run_sql("UPDATE catalog_product SET un_number = '', hazmat_class = 'LQ'")
    assert kinds_of(parcel, shipment) == ["marks"]


def test_goods_that_lack_data_are_named_with_a_way_to_mend_them(db):
    parcel, _ = parcel_to("US", "10001", declared=False)
    packer, manager = client_of("packer"), client_of("manager")
    address = f"/parcels/{parcel.sscc}/papers/cn22.pdf"
    words = packer.get(f"/parcels/{parcel.sscc}/label").content.decode()
    assert "<strong>MUG</strong>: HS code, country of origin" in words and f"{address}?unfinished=yes" in words
    assert "/stock/MUG" not in words  # the office is not a packer's
    assert 'href="/stock/MUG/packs"' in manager.get(f"/parcels/{parcel.sscc}/label").content.decode()
    answer = packer.get(address)
    assert answer.status_code == 409 and "has no HS code" in answer.content.decode()
    (form,) = pages(packer.get(f"{address}?unfinished=yes"))
    assert "CN22" in form


def test_a_machine_reads_the_same(db):
    parcel, _ = parcel_to("US", "10001", declared=False, gift="Hello")
    secret = add_key(name="bench", role="packer", now=timezone.now())
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"})
    found = client.get(f"/api/v1/parcels/{parcel.sscc}/papers").json()["papers"]
    assert [(each["kind"], each["there"]) for each in found] == [("gift", True), ("cn22", True)]
    assert {fault["sku"] for fault in found[1]["lacking"]} == {"MUG"}
    lacking = client.get(f"/api/v1/parcels/{parcel.sscc}/papers/cn22")
    assert (lacking.status_code, lacking.json()["code"]) == (409, "PAPER_LACKS")
    assert lacking.json()["details"]["faults"][0]["sku"] == "MUG"
    run_sql(DECLARED)
    assert "6912.00" in pages(client.get(f"/api/v1/parcels/{parcel.sscc}/papers/cn22"))[0]
    assert client.get("/api/v1/parcels/000000000000000000/papers").status_code == 404


def test_what_makes_no_paper_is_refused_in_words(db):
    parcel, _ = parcel_to("US", "10001", value=90000)
    run_sql("UPDATE shipping_shipment SET tracking_number = 'Ä1'")
    answer = client_of("packer").get(f"/parcels/{parcel.sscc}/papers/cn23.pdf")
    assert answer.status_code == 422 and "Customs form CN23" in answer.content.decode()
