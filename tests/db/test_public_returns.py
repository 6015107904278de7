"""A customer asks for a return by his parcel's link: only he, within the rules, and once."""

import re
from datetime import timedelta
from string import Formatter
from types import SimpleNamespace

import pypdfium2
import pytest
import zxingcpp
from company import NOW, open_company, product, relay, run_sql

from db.floor import deliver, ship
from db.public import PRIVATE, link, page, place_private, stranger
from db.returns import LATER, ask, came, line_of, look, refund, row
from packhorse.languages import LANGUAGES
from packhorse.returns import operations, queries
from packhorse.returns.operations import keep_rules
from packhorse.returns.rules import RESOLUTIONS, RETURN_STATES, USUAL_REASONS, WISHES, Rules, spoken
from packhorse.shipping.pages.public import track as track_page
from packhorse.web.pages.public_returns import asking
from packhorse.web.pages.public_returns.words import WORDS


@pytest.fixture(autouse=True)
def clock(db, monkeypatch):
    """The pages are looked at three days after the order was placed."""
    open_company()
    at = SimpleNamespace(now=lambda: LATER)
    monkeypatch.setattr(track_page, "timezone", at)
    monkeypatch.setattr(asking, "timezone", at)
    return at


@pytest.fixture
def order_id(clock):
    """An order that was delivered."""
    found = place_private("W-1", {"MUG": 3, "BOOK": 1})
    for parcel_id in ship("BRS"):
        deliver(parcel_id)
    return found


def customer(order_id, code="ba1 1aa", language=""):
    """Somebody who has the link and gave a postal code; his browser, and the answer."""
    client = stranger(language)
    return client, client.post(f"{link(order_id)}/return", {"postal_code": code})


def wanted(order_id, goods, *, reason="wrong_size", **more):
    form = {"wish": "refund", "words": "", "key": "a-key"}
    for sku, units in goods.items():
        form |= {f"units-{line_of(order_id, sku)}": units, f"reason-{line_of(order_id, sku)}": reason}
    return form | more


def test_the_button_stands_where_something_can_be_returned(order_id, clock):
    html = page(order_id)
    assert "Return something" in html and f"{link(order_id)}/return?lang=en" in html
    assert len(html.encode()) < 20_000
    clock.now = lambda: NOW + timedelta(days=60)  # the window is over
    assert "data-door" not in page(order_id)
    assert "There is nothing of this order" in stranger().get(f"{link(order_id)}/return").content.decode()
    fresh = place_private("W-2", {"MUG": 1})
    assert "data-door" not in stranger().get("/t/nonsense").content.decode()
    assert queries.of_order(fresh) == []


def test_a_forwarded_link_shows_how_it_stands_and_nothing_that_can_be_used(order_id):
    return_id = ask(order_id, {"MUG": 1}, words="It is for my aunt")
    html = page(order_id) + stranger().get(f"{link(order_id)}/return").content.decode()
    mine = row(return_id)
    assert "Asked for on Saturday 18 May 2024: Accepted. Please send the goods back." in html
    for secret in (mine.rma, spoken(mine.rma), "aunt", 'name="wish"', *PRIVATE.values(), "BA1 1AA"):
        assert secret not in html, secret
    for paper in ("slip.pdf", "label.pdf"):
        answer = stranger().get(f"{link(order_id)}/return/{mine.rma}/{paper}")
        assert (answer.status_code, answer["Location"]) == (303, f"{link(order_id)}/return")
    answer = stranger().post(f"{link(order_id)}/return", wanted(order_id, {"MUG": 1}))
    assert (answer.status_code, len(queries.of_order(order_id))) == (403, 1)
    assert "give the postal code once more" in answer.content.decode()


def test_a_customer_asks_for_a_return_once_and_sees_what_to_do(order_id):
    client, answer = customer(order_id)
    assert (answer.status_code, answer["Location"]) == (303, f"{link(order_id)}/return")
    cookie = answer.cookies["return"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"{link(order_id)}/return", True, "Strict")
    url = f"{link(order_id)}/return"
    html = client.get(url).content.decode()
    assert "Mug" in html and "Book" in html and "0–3" in html and "I do not want it any more" in html
    form = wanted(order_id, {"MUG": 2}, words=" Too \r\n small\x07 ")
    for _ in range(2):  # his browser sends it again
        assert client.post(url, form)["Location"] == f"{url}?said=asked"
    (mine,) = queries.of_order(order_id)
    detail = queries.detail(mine.id)
    assert [(line.units, line.reason) for line in detail.lines] == [(2, "wrong_size")]
    assert (detail.words, mine.asked_by, mine.wish) == ("Too\nsmall", "customer (return page)", "refund")
    seen = client.get(f"{url}?said=asked").content.decode()
    assert "Your return is noted." in seen and spoken(mine.rma) in seen and "Accepted. Please send" in seen
    assert 'class="qr"' in seen and "postage is yours" in seen and "0–1" in seen  # one mug is left
    assert len(seen.encode()) < 20_000 and not any(mark in seen for mark in PRIVATE.values())
    assert ("style=" in seen, "<script" in seen) == (False, False)


def test_the_papers_are_read_back_and_are_the_customers_only(order_id):
    mine = row(ask(order_id, {"MUG": 1}, reason="damaged"))
    client, _ = customer(order_id)
    url = f"{link(order_id)}/return/{mine.rma}"
    for paper in ("slip.pdf", "label.pdf", "label.pdf?medium=a6", "label.pdf?medium=a4"):
        answer = client.get(f"{url}/{paper}")
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
            200,
            "application/pdf",
            "no-store",
        )
        sheet = pypdfium2.PdfDocument(answer.content)[0]
        codes = [code.text for code in zxingcpp.read_barcodes(sheet.render(scale=4).to_pil())]
        text = sheet.get_textpage().get_text_bounded()
        assert codes == [mine.rma, mine.rma] and "1 Dock Road" in text, paper
        assert (PRIVATE["line1"] in text) == paper.startswith("label")
        assert ("Postage paid by the recipient" in text) == paper.startswith("label")  # it came damaged
    assert client.get(f"{url}/label.pdf?medium=a5").status_code == 404
    other = place_private("W-2", {"BOOK": 1})
    for parcel_id in ship("BRS"):
        deliver(parcel_id)
    theirs = row(ask(other, {"BOOK": 1}))
    assert client.get(f"{link(order_id)}/return/{theirs.rma}/label.pdf").status_code == 404
    client.cookies["return"] = client.cookies["return"].value  # sent to every path
    assert client.get(f"{link(other)}/return/{theirs.rma}/label.pdf").status_code == 303
    operations.cancel(return_id=mine.id, now=LATER, actor="ann")
    assert client.get(f"{url}/slip.pdf").status_code == 404


@pytest.mark.parametrize(
    ("goods", "more", "words"),
    [
        ({}, {}, "Choose how many units"),
        ({"MUG": 0}, {}, "Choose how many units"),
        ({"MUG": 4}, {}, "Not so many units"),
        ({"MUG": "-1"}, {}, "Not so many units"),
        ({"MUG": "9" * 30}, {}, "Not so many units"),
        ({"MUG": 1}, {"reason": ""}, "Choose a reason"),
        ({"MUG": 1}, {"reason": "moon"}, "Choose a reason"),
        ({"MUG": 1}, {"wish": "gold"}, "could not be kept"),
        ({"MUG": 1}, {"words": "x" * 1001}, "too long: 1000"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(order_id, goods, more, words):
    client, _ = customer(order_id)
    answer = client.post(f"{link(order_id)}/return", wanted(order_id, goods, **{"words": "<b>mine", **more}))
    html = answer.content.decode()
    assert answer.status_code == 422 and words in html and 'role="alert"' in html
    assert queries.of_order(order_id) == []
    assert "words" in more or "&lt;b&gt;mine</textarea>" in html


def test_final_sale_and_a_claim_follow_the_rules(order_id):
    keep_rules(rules=Rules(final_sale=frozenset({product("BOOK").id}), claim_below_minor=10_000), now=NOW, actor="boss")
    client, _ = customer(order_id)
    url = f"{link(order_id)}/return"
    html = client.get(url).content.decode()
    assert "Mug" in html and "Book" not in html
    client.post(url, wanted(order_id, {"MUG": 1}, reason="damaged", wish="claim"))
    (mine,) = queries.of_order(order_id)
    html = client.get(url).content.decode()
    assert (mine.state, mine.wish) == ("approved", "claim")
    assert "You need not send anything back." in html and "slip.pdf" not in html and 'class="qr"' not in html


def test_the_page_tells_how_a_return_goes_on(order_id):
    client, _ = customer(order_id)
    url = f"{link(order_id)}/return"
    asked = ask(order_id, {"MUG": 1}, reason="other")
    assert "We look at it and decide soon." in client.get(url).content.decode()
    operations.decline(return_id=asked, note="Used, see <photo>", now=LATER, actor="ann")
    assert "Used, see &lt;photo&gt;" in client.get(url).content.decode()
    back = ask(order_id, {"MUG": 1})
    came(back, "MUG")
    assert "Your goods have arrived with us." in page(order_id)
    look(back)
    refund(back)
    assert "Settled: 5.00 GBP refunded." in client.get(url).content.decode()
    assert "Settled." in page(order_id) and "5.00" not in page(order_id)


def test_postal_codes_cannot_be_tried_out(order_id):
    _, answer = customer(order_id, "BA1 9ZZ")
    assert answer.status_code == 422 and "not the postal code" in answer.content.decode()
    for _ in range(asking.TRIES_OF_ORDER - 1):
        assert customer(order_id, "BA1 9ZZ")[1].status_code == 422
    _, answer = customer(order_id)  # the right one, too late
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "return" not in answer.cookies


def test_returns_are_asked_for_ten_times_a_day(order_id, clock):
    client, _ = customer(order_id)
    for nth in range(asking.ASKS):
        client.post(f"{link(order_id)}/return", wanted(order_id, {"MUG": 9}, key=str(nth)))
    answer = client.post(f"{link(order_id)}/return", wanted(order_id, {"MUG": 1}))
    assert (answer.status_code, queries.of_order(order_id)) == (429, [])


def test_the_proof_is_good_for_one_order_and_an_hour(order_id, monkeypatch):
    other = place_private("W-2", {"BOOK": 1})
    for parcel_id in ship("BRS"):
        deliver(parcel_id)
    client, _ = customer(order_id)
    assert 'name="wish"' in client.get(f"{link(order_id)}/return").content.decode()
    client.cookies["return"] = client.cookies["return"].value
    assert 'name="wish"' not in client.get(f"{link(other)}/return").content.decode()
    monkeypatch.setattr("django.core.signing.time.time", lambda: 10**10)
    assert 'name="wish"' not in client.get(f"{link(order_id)}/return").content.decode()


def test_an_order_without_a_postal_code_is_sent_to_the_office(order_id):
    run_sql("UPDATE placing_orderaddress SET postal_code = '' WHERE order_id = %s", order_id)
    for code in ("", " - ", "BA1 1AA"):
        _, answer = customer(order_id, code)
        assert answer.status_code == 200 and "Please write to us" in answer.content.decode()
        assert "return" not in answer.cookies


def test_links_and_methods_that_are_none(order_id):
    assert stranger().get("/t/nonsense/return").status_code == 404
    assert stranger().get("/t/nonsense/return/R123456789/slip.pdf").status_code == 404
    assert stranger().delete(f"{link(order_id)}/return").status_code == 405


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_says_everything(order_id, code):
    def named(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert WORDS[code].keys() == WORDS["en"].keys()
    assert all(text and named(text) == named(WORDS["en"][key]) for key, text in WORDS[code].items())
    for state in (set(RETURN_STATES) - {"closed"}) | set(RESOLUTIONS):
        assert f"state_{state}" in WORDS[code], state
    assert all(f"wish_{wish}" in WORDS[code] for wish in WISHES)
    assert all(f"reason_{reason.code}" in WORDS[code] for reason in USUAL_REASONS)
    mine = row(ask(order_id, {"MUG": 1}))
    client, _ = customer(order_id, language=code)
    html = client.get(f"{link(order_id)}/return").content.decode()
    for key in ("title", "number", "state_approved", "which", "todo_pack", "reason_damaged"):
        assert WORDS[code][key].replace("'", "&#x27;") in html, key
    pdf = client.get(f"{link(order_id)}/return/{mine.rma}/slip.pdf?lang={code}").content
    text = re.sub(r"\s", "", pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded())
    assert re.sub(r"\s", "", WORDS[code]["paper_how"]) in text
    relay()
