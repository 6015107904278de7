"""The customer's page by link: all parcels of the order, in his words and language, and nobody's address on it."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from company import NOW, cancel, open_company, relay, run_sql
from django.core import signing

from db.floor import bring_to, deliver, hand_over, ship, stage_all
from db.office import edit
from db.public import PRIVATE, find, link, page, place_private, stranger
from packhorse.languages import LANGUAGES
from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments
from packhorse.shipping.pages.public import track as track_page
from packhorse.shipping.pages.public.track import SALT
from packhorse.shipping.rules import TrackingReport

NASTY = '<script>alert("x")</script>'
SAID = {
    "en": ("Your parcel has arrived", "Thursday 16 May 2024, 15:00", "Tracking number"),
    "de": ("Ihr Paket ist angekommen", "Donnerstag, 16. Mai 2024, 15:00", "Sendungsnummer"),
    "fr": ("Votre colis a été livré", "jeudi 16 mai 2024, 15:00", "Numéro de suivi"),
    "es": ("Su paquete ha llegado", "jueves, 16 de mayo de 2024, 15:00", "Número de seguimiento"),
    "nl": ("Uw pakket is bezorgd", "donderdag 16 mei 2024, 15:00", "Trackingnummer"),
}


@pytest.fixture(autouse=True)
def clock(db, monkeypatch):
    """The page is looked at when the parcels of the tests are on their way."""
    open_company()
    at = SimpleNamespace(now=lambda: NOW + timedelta(hours=1))
    monkeypatch.setattr(track_page, "timezone", at)
    return at


def heading(html):
    return re.search(r"<h1[^>]*>(.*?)</h1>", html)[1]


def hear(parcel_id, *events):
    """Let the carrier tell (state, hours from now, place, text)."""
    number = shipments.by_parcel([parcel_id])[parcel_id].tracking_number
    shipping.take_tracking(
        [
            TrackingReport(number, f"e{nth}", state, NOW + timedelta(hours=hours), place, text)
            for nth, (state, hours, place, text) in enumerate(events)
        ],
        now=NOW,
    )


def test_nothing_of_the_address_but_the_city_is_in_the_page():
    order_id = place_private(lines={"MUG": 2}, instructions="Behind the greenhouse")
    (parcel_id,) = ship("BRS")
    hear(
        parcel_id,
        ("in_transit", 2, "Bristol", "Collected"),
        ("in_transit", 3, "BA1 1AA Bath", "Sorted for Zebedee Quillfeather"),
        ("in_transit", 4, "Marigold Crescent", "Next stop 77 Marigold Crescent"),
        ("out_for_delivery", 5, "Quillfeather, Bath", "Rings at zq@private.example"),
        ("delivered", 6, "The Gatehouse", "Handed to Zebedee"),
    )
    for html in [page(order_id, code) for code in LANGUAGES]:
        assert "Bath" in html and "Mug" in html and "Bristol" in html
        for mark in (*PRIVATE.values(), "BA1", "Zebedee", "Quillfeather", "Marigold", "Gatehouse", "496123"):
            assert mark.lower() not in html.lower(), mark
        assert "greenhouse" not in html


def test_the_map_shows_the_city_and_not_the_house():
    maps = set()
    for nth, (latitude, longitude) in enumerate(((51.3812, -2.3591), (51.3764, -2.3633), (51.4099, -2.3999))):
        order_id = place_private(f"W-{nth}", latitude=latitude, longitude=longitude)
        run_sql("UPDATE placing_orderaddress SET latitude = %s, longitude = %s", latitude, longitude)
        bring_to(order_id, "labelled")
        maps.add(re.search(r"<svg class=\"chart places\".*?</svg>", page(order_id))[0])
    assert len(maps) == 1 and "Bristol" in maps.pop()


def test_an_order_whose_place_nobody_knows_has_no_map():
    order_id = place_private()
    bring_to(order_id, "labelled")
    run_sql("UPDATE placing_orderaddress SET latitude = NULL, longitude = NULL")
    assert "<svg" not in page(order_id)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_speaks_the_browsers_language_and_the_one_that_is_chosen(code):
    order_id = place_private(lines={"MUG": 2})
    (parcel_id,) = ship("BRS")
    deliver(parcel_id, hours=29)
    browsers, chosen = page(order_id, f"xx, {code};q=0.9, en;q=0.1"), page(order_id, "en", lang=code)
    for html in (browsers, chosen):
        assert heading(html) == SAID[code][0]
        assert all(words in html for words in SAID[code]) and f'<html lang="{code}">' in html
        assert "{" not in html and f'lang="{code}" hreflang="{code}" aria-current="true"' in html
    assert heading(page(order_id, "pt-BR, *")) == SAID["en"][0]


def test_what_happened_stands_newest_first_in_the_customers_words():
    order_id = place_private()
    (parcel_id,) = ship("BRS")
    hear(
        parcel_id,
        ("in_transit", 2, "Bristol", "XB-77 ARR FAC"),
        ("in_transit", 3, "Bristol", "XB-78 DEP FAC"),
        ("out_for_delivery", 24, "Bath", "OFD"),
        ("in_transit", 30, "Bath", "Nobody at home"),
    )
    html = page(order_id)
    told = re.findall(r'<span class="what">(.*?)</span>', html)
    assert told == [
        "Could not be handed over: it is tried again, Bath",
        "Out for delivery, Bath",
        "On its way, Bristol",
        "Handed over to Albion Post",
        "Packed, Bristol",
    ]
    assert "XB-7" not in html and "FAC" not in html
    shipment = shipments.by_parcel([parcel_id])[parcel_id]
    assert shipment.tracking_number in html and "Albion Post" in html and shipment.expected_on is not None


@pytest.mark.parametrize(
    ("stage", "said", "state"),
    [
        ("placed", "Your order is being prepared", "preparing"),
        ("picked", "Your order is being prepared", "preparing"),
        ("labelled", "Your parcel is packed", "ready"),
        ("shipped", "Your parcel is with the carrier", "pre_transit"),
    ],
)
def test_each_stage_has_its_words(stage, said, state):
    order_id = place_private()
    bring_to(order_id, stage)
    answer = stranger().get(find(stranger(), "W-1", "BA1 1AA")["Location"])
    assert heading(answer.content.decode()) == said and f'data-state="{state}"' in answer.content.decode()


def test_a_parcel_that_should_be_there_is_late_even_if_its_carrier_does_not_say_so(clock):
    order_id = place_private()
    ship("BRS")
    clock.now = lambda: NOW + timedelta(days=9)
    assert heading(page(order_id)) == "Your parcel is delayed"


@pytest.mark.parametrize("state", ["failure", "return_to_sender"])
def test_a_parcel_that_does_not_arrive_is_expected_no_more(state):
    order_id = place_private()
    (parcel_id,) = ship("BRS")
    deliver(parcel_id, state)
    html = page(order_id)
    assert "write to us" in html and "Expected" not in html and 'class="steps"' not in html


def test_all_parcels_of_the_order_are_shown_the_links_own_first():
    place_private(lines={"MUG": 12})  # BRS has ten
    ids = [*ship("BRS"), *ship("LDS"), *ship("LIL")]
    assert len(ids) > 1
    deliver(ids[1], hours=5)
    first, second = (stranger().get(f"/t/{shipments.by_parcel([pk])[pk].token}").content.decode() for pk in ids[:2])
    for html in (first, second):
        assert heading(html) == f"1 of {len(ids)} parcels arrived" and html.count("<article") == len(ids)
    assert first.index(f"Parcel 1 of {len(ids)}") < first.index(f"Parcel 2 of {len(ids)}")
    assert second.index(f"Parcel 2 of {len(ids)}") < second.index(f"Parcel 1 of {len(ids)}")


def test_what_waits_for_goods_is_told():
    order_id = place_private(lines={"MUG": 1, "DESK": 4})
    bring_to(order_id, "labelled")
    assert "More of this order is still to follow." in page(order_id)


def test_a_label_bought_anew_leaves_the_link_as_it_was_and_a_cancelled_order_says_so():
    order_id = place_private(instructions="Ring twice")
    bring_to(order_id, "labelled")
    before = link(order_id)
    edit(order_id, service="express")
    assert heading(stranger().get(before).content.decode()) == "Your parcel is packed"
    assert {row.token for row in shipments.of_order(order_id)} >= {before.removeprefix("/t/")}
    cancel(order_id)
    relay()
    over = stranger().get(before).content.decode()
    assert heading(over) == "This order was cancelled" and "nstructions" not in over and "<form" not in over


def test_names_and_numbers_of_others_are_only_text():
    order_id = place_private(f"W-{NASTY}", city="Bath")
    (parcel_id,) = ship("BRS")
    run_sql("UPDATE catalog_product SET name = %s", NASTY)
    run_sql("UPDATE placing_orderaddress SET city = %s", f"Bath{NASTY}")
    run_sql("UPDATE carriers_carrier SET name = %s", f"Post{NASTY}")
    run_sql("UPDATE network_warehouse SET city = %s", f"Bristol{NASTY}")
    hear(parcel_id, ("in_transit", 2, f"Hub{NASTY}", NASTY))
    html = page(order_id)
    assert "<script" not in html and html.count("&lt;script&gt;") >= 6
    assert " style=" not in html and "javascript:" not in html


def test_the_page_is_kept_by_nobody_found_by_nobody_and_small():
    order_id = place_private()
    bring_to(order_id, "labelled")
    answer = stranger().get(link(order_id))
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"  # a form with no-referrer has no Origin: it would be refused
    assert "Accept-Language" in answer["Vary"] and "unsafe" not in answer["Content-Security-Policy"]
    stage_all("BRS")
    hand_over()
    gone = stranger().get(link(order_id))
    assert gone["Referrer-Policy"] == "no-referrer" and not gone.cookies
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', gone.content.decode())
    loaded = [b"".join(stranger().get(sheet)) for sheet in sheets]
    assert len(sheets) == 2 and b"--own:#1f6f5c" in loaded[0] and "<script" not in gone.content.decode()
    assert len(gone.content) + sum(map(len, loaded)) < 20_000
    assert stranger().put(link(order_id)).status_code == 405


@pytest.mark.parametrize("token", ["guessed", "x" * 5000, "a:b:c", "é", "1"])
def test_an_unknown_link_is_answered_kindly_in_the_language(token):
    for code, words in (("en", "We know no parcel by this link"), ("de", "Zu diesem Link kennen wir kein Paket")):
        answer = stranger(code).get(f"/t/{token}")
        assert answer.status_code == 404 and heading(answer.content.decode()) == words
        assert "/track" in answer.content.decode()


def test_a_signed_link_is_of_one_order_and_ends(clock):
    order_id = place_private()
    token = signing.dumps(order_id, salt=SALT)
    assert stranger().get(f"/t/{token}").status_code == 200
    assert stranger().get(f"/t/{signing.dumps(order_id, salt='else')}").status_code == 404
    assert stranger().get(f"/t/{signing.dumps(order_id + 99, salt=SALT)}").status_code == 404
    assert stranger().get(f"/t/{signing.dumps('x', salt=SALT)}").status_code == 404
