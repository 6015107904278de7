"""A return's label is handed out at every door, and each says plainly where there is none yet, or none at all."""

from types import SimpleNamespace

import pytest
from company import NOW, run_sql
from machine import Api

from db.accounts import do_jobs
from db.floor import deliver, ship
from db.public import link, place_private, stranger
from db.return_labels import RULES, approved, label, selling
from db.returns import LATER, ask, came, row
from db.test_inbound_pages import signed_in
from db.test_returns_pages import text_of
from packhorse.carriers import operations as carriers
from packhorse.returns import operations, queries
from packhorse.returns.operations import keep_rules
from packhorse.returns.rules import Rules
from packhorse.shipping.pages.public import track as track_page
from packhorse.web import keys
from packhorse.web.pages.public_returns import asking

BOUGHT = b"%PDF-1.4 a label"
BROKE = {"error": {"message": "Insufficient funds."}}


@pytest.fixture
def shop(db, quick):
    with selling() as found:
        yield found


@pytest.fixture
def order_id(shop, monkeypatch):
    """An order that was delivered; the customer's pages are looked at three days after it was placed."""
    at = SimpleNamespace(now=lambda: LATER)
    monkeypatch.setattr(track_page, "timezone", at)
    monkeypatch.setattr(asking, "timezone", at)
    carriers.use_account(code="EP", on=False)
    found = place_private("W-1", {"MUG": 3, "BOOK": 1})
    for parcel_id in ship("BRS"):
        deliver(parcel_id)
    carriers.use_account(code="EP", on=True)
    return found


@pytest.fixture
def customer(order_id):
    client = stranger()
    client.post(f"{link(order_id)}/return", {"postal_code": "ba1 1aa"})
    return client


@pytest.fixture
def api(shop):
    return Api(keys.add_key(name="boss", role="manager", now=NOW))


def test_the_customer_gets_the_label_when_it_is_there(shop, order_id, customer):
    return_id = approved(order_id)
    url = f"{link(order_id)}/return"
    paper = f"{url}/{row(return_id).rma}/label.pdf"
    html = customer.get(url).content.decode()
    assert "Your prepaid label is being made" in html and "medium=a6" in html
    assert customer.get(paper).content.startswith(b"%PDF") and customer.get(paper).content != BOUGHT
    do_jobs(LATER)
    html = customer.get(url).content.decode()
    number = label(return_id).tracking_number
    assert "hand it in with USPS by Saturday 15 June 2024. The postage is paid." in html
    assert f'href="https://track.example/{number}"' in html and "medium=a6" not in html
    assert "7.58" not in html and "taken off" not in html  # what it costs us is nobody's business
    assert customer.get(paper).content == BOUGHT
    answer = stranger().get(paper)
    assert (answer.status_code, answer["Location"]) == (303, url)
    assert number not in stranger().get(url).content.decode()
    # Once its carrier has it, no second parcel gets the same label.
    shop.trackers[number] = [("in_transit", "2024-05-20T08:00:00Z", "Bath")]
    operations.poll_labels(now=LATER)
    do_jobs(LATER)
    html = customer.get(url).content.decode()
    assert number in html and "label.pdf" not in html and "hand it in" not in html
    assert customer.get(paper).content != BOUGHT


def test_the_customer_reads_what_is_taken_off_and_what_went_wrong(shop, order_id, customer):
    url = f"{link(order_id)}/return"
    return_id = ask(order_id, {"MUG": 1})
    shop.trouble("POST /shipments/*/buy", status=422, body=BROKE)
    do_jobs(LATER)
    html = customer.get(url).content.decode()
    assert "There is no prepaid label at the moment" in html and "Insufficient" not in html and "medium=a4" in html
    operations.get_label_again(return_id=return_id, now=LATER, actor="ann")
    do_jobs(LATER)
    assert "For the label 3.99 GBP is taken off your refund." in customer.get(url).content.decode()
    operations.give_label_back(return_id=return_id, now=LATER, actor="ann")
    for _ in range(2):
        html = customer.get(url).content.decode()
        assert "not valid any more" in html and "Tracking number" not in html
        do_jobs(LATER)
    came(return_id, "MUG")
    assert "not valid any more" not in customer.get(url).content.decode()


def test_the_office_sees_the_label_its_cost_and_its_way(shop, order_id):
    office = signed_in("agent")
    return_id = approved(order_id)
    at = f"/returns/{row(return_id).rma}"
    assert "label is being bought" in text_of(office, at)
    assert "label is being bought. The address label is there" in text_of(office, f"{at}/label", status=409)
    do_jobs(LATER)
    number = label(return_id).tracking_number
    shop.trackers[number] = [("pre_transit", "2024-05-20T08:00:00Z", "Bath")]
    operations.poll_labels(now=LATER)
    do_jobs(LATER)
    page = text_of(office, at)
    assert "£7.58" in page and f'href="https://track.example/{number}"' in page and "Bath, GB" in page
    answer = office.get(f"{at}/label")
    assert (answer.content, answer["Content-Type"], answer["Cache-Control"]) == (BOUGHT, "application/pdf", "no-store")
    assert office.get(f"{at}/label?kind=address").content.startswith(b"%PDF")
    assert "use carrier or address" in text_of(office, f"{at}/label?kind=moon", status=422)
    assert "use 4x6" in text_of(office, f"{at}/label?kind=address&medium=a0", status=422)
    assert office.get("/returns/R111111111/label").status_code == 404
    assert signed_in("picker").get(f"{at}/label").status_code == 403
    page = text_of(office, f"{at}/do", {"do": "void-label", "note": "<i>by hand"})
    assert "is being given back: &lt;i&gt;by hand" in page
    do_jobs(LATER)
    page = text_of(office, at)
    assert "was given back: Voided (submitted)" in page and "Buy a carrier" in page
    assert "The carrier is asked" in text_of(office, f"{at}/do", {"do": "buy-label"})


def test_what_could_not_be_bought_is_seen_by_the_office(shop, order_id):
    office = signed_in("agent")
    assert "Label to see to" not in text_of(office, "/returns")
    return_id = approved(order_id)
    at = f"/returns/{row(return_id).rma}"
    shop.trouble("POST /shipments/*/buy", status=422, body=BROKE)
    do_jobs(LATER)
    words = "could not be bought: The carrier answers 422: Insufficient funds. Mend that, then try again."
    for page in ("/returns", "/returns?view=labels", at):
        assert words in text_of(office, page), page
    assert "Label to see to <small>1</small>" in text_of(office, "/returns")
    assert "Insufficient funds" in text_of(office, f"{at}/label", status=409)
    text_of(office, f"{at}/do", {"do": "buy-label"})
    do_jobs(LATER)
    assert "None." in text_of(office, "/returns?view=labels") and "label is there" in text_of(office, at)


def test_a_machine_buys_reads_and_gives_back(shop, order_id, api):
    keep_rules(rules=Rules(), now=LATER, actor="boss")
    return_id = approved(order_id)
    at = f"/returns/{row(return_id).rma}"
    assert api("GET", at)[1]["label"] is None
    assert api("GET", f"{at}/label")[:2][1]["code"] == "NO_LABEL"
    assert api("POST", f"{at}/label", {"do": "buy"})[1]["code"] == "NO_ACCOUNT"
    rules = api("GET", "/return-rules")[1]
    assert (rules.pop("version"), rules["label_account"], rules["label_days"]) == (2, "", 28)
    assert api("PUT", "/return-rules", rules | {"label_account": "XX"})[1]["code"] == "WRONG_RULES"
    assert api("PUT", "/return-rules", rules | {"label_account": "EP", "label_days": 0})[0] == 422
    assert api("PUT", "/return-rules", rules | {"label_account": "EP", "label_days": 7})[1]["label_account"] == "EP"
    for _ in range(2):
        status, made, _ = api("POST", f"{at}/label", {"do": "buy"})
        assert (status, made["label"]["state"], made["label"]["there"]) == (200, "waiting", False)
    assert api("GET", f"{at}/label")[1]["code"] == "LABEL_COMING"
    shop.trouble("POST /shipments/*/buy", status=422, body=BROKE)
    do_jobs(LATER)
    assert api("GET", f"{at}/label")[1]["code"] == "LABEL_FAILED"
    api("POST", f"{at}/label", {"do": "buy"})
    do_jobs(LATER)
    found = api("GET", at)[1]["label"]
    assert (found["there"], found["price_minor"], found["carrier"], found["valid_until"]) == (
        True, 758, "USPS", "2024-05-25",
    )  # fmt: skip
    assert found["says"] == "The carrier's label is there."
    assert len(shop.bought) == 1
    assert api("POST", f"{at}/label", {"do": "give_back", "note": "lost"})[1]["label"]["state"] == "to_void"
    do_jobs(LATER)
    assert (api("GET", at)[1]["label"]["state"], shop.paid) == ("voided", [])
    assert api("GET", f"{at}/label")[1]["code"] == "NO_LABEL"
    assert api("POST", f"{at}/label", {"do": "burn"})[0] == 422


def test_a_manager_says_with_which_account_labels_are_bought(shop, order_id):
    boss = signed_in("manager")
    page = text_of(boss, "/returns/rules")
    assert '<option value="EP" selected>' in page
    form = {"window_days": "14", "fee_percent": "0", "label": "0", "claim_below": "0", "final_sale": ""}
    form |= {"code-0": "wrong", "words-0": "Wrong", "label_account": "EP", "label_days": "30"}
    wrong = text_of(boss, "/returns/rules", form | {"label_days": "400"}, 422)
    assert "use 1 to 365 days" in wrong and 'value="400"' in wrong and '<option value="EP" selected>' in wrong
    text_of(boss, "/returns/rules", form)
    assert (queries.rules().label_days, queries.rules().label_account) == (30, "EP")
    text_of(boss, "/returns/rules", form | {"label_account": ""})
    assert queries.rules().label_account == "" != RULES.label_account


def test_a_label_that_came_as_zpl_is_the_offices(shop, order_id, customer):
    return_id = approved(order_id)
    do_jobs(LATER)
    run_sql("UPDATE returns_returnlabel SET form = 'zpl', content = '^XA^XZ'")
    answer = signed_in("agent").get(f"/returns/{row(return_id).rma}/label")
    assert (answer.content, answer["Content-Type"]) == (b"^XA^XZ", "text/plain; charset=utf-8")
    paper = customer.get(f"{link(order_id)}/return/{row(return_id).rma}/label.pdf")
    assert paper.content.startswith(b"%PDF")
