"""Orders chosen on the list: done for each by itself, refused with a reason, printed and handed out together."""

import csv
import io

import pypdfium2
import pytest
from company import NOW, cancel, counts, line_ids, open_company, place, relay, run_sql, state
from django.contrib.auth.models import User
from django.test import Client
from python_calamine import CalamineWorkbook

from db.floor import bring_to, pack_all, ship, walk_and_sort
from packhorse.errors import Refusal
from packhorse.placing import operations, queries
from packhorse.placing.rules import NewCharge, order_number
from packhorse.web import export
from packhorse.web.logins import add_user


def client_of(role):
    add_user(name=role, password="correct horse battery staple", role=role)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=role))
    return client


@pytest.fixture
def office(db):
    open_company()
    return client_of("agent")


def do(client, what, *order_ids, **more):
    sent = {"do": what, "order": [order_number(each) for each in order_ids], **more}
    return client.post("/orders/chosen", sent)


def told(client):
    """What the list says after something was done."""
    return client.get("/orders").content.decode()


def open_kinds(order_id):
    return [row.kind for row in queries.holds([order_id]) if row.released_at is None]


def text_of(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_orders_are_held_each_for_itself(office):
    first, gone, last = place("1"), place("2"), place("3")
    cancel(gone)
    asked = do(office, "hold", first, gone, last)
    assert (asked.status_code, b"Hold 3 orders" in asked.content) == (200, True)
    assert open_kinds(first) == []
    sent = {"sure": "1", "kind": "MANUAL", "reason": "asked to wait", "back": "state=placed&evil=//x"}
    answer = do(office, "hold", first, gone, last, **sent)
    assert (answer.status_code, answer["Location"]) == (302, "/orders?state=placed")
    assert (open_kinds(first), open_kinds(gone), open_kinds(last)) == (["MANUAL"], [], ["MANUAL"])
    words = told(office)
    assert "2 orders on hold." in words
    assert f"{order_number(gone)}</a> is cancelled: there is nothing left to hold." in words
    assert (queries.holds([first])[0].reason, queries.holds([first])[0].actor) == ("asked to wait", "agent")


def test_orders_are_released_from_one_hold_or_from_all(office):
    one, two = place("1"), place("2")
    for kind in ("MANUAL", "HIGH_RISK_OF_FRAUD"):
        operations.hold(order_id=one, kind=kind, reason="x", now=NOW, actor="agent")
    do(office, "release", one, two, sure="1", kind="MANUAL")
    assert open_kinds(one) == ["HIGH_RISK_OF_FRAUD"]
    assert f"{order_number(two)}</a> is not held for MANUAL." in told(office)
    do(office, "release", one, two, sure="1", kind="")
    assert open_kinds(one) == []
    assert f"{order_number(two)}</a> is not on hold." in told(office)


def test_orders_are_cancelled_only_when_it_was_sure(office):
    shipped = place("2")
    bring_to(shipped, "shipped")
    new = place("3", {"BOOK": 3})
    asked = do(office, "cancel", new, shipped)
    assert b"3 units, will be cancelled" in asked.content
    assert counts(new)[0][1] == 0
    do(office, "cancel", new, shipped, sure="1")
    relay()
    assert (state(new), state(shipped)) == ("cancelled", "shipped")
    assert f"{order_number(shipped)}</a>: everything has shipped or is cancelled already." in told(office)


def test_many_refused_orders_are_all_named(office):
    ids = [place(str(nth)) for nth in range(14)]
    do(office, "release", *ids, sure="1")
    words = told(office)
    assert "14 not released:" in words and "<summary>4 more</summary>" in words
    assert all(f"{order_number(each)}</a> is not on hold." in words for each in ids)


@pytest.mark.parametrize(
    ("what", "more", "status"),
    [
        ("hold", {"kind": "WHIM", "reason": "x"}, 422),
        ("hold", {"kind": "MANUAL", "reason": "  "}, 422),
        ("hold", {"kind": "", "reason": "x"}, 422),
        ("release", {"kind": "WHIM"}, 422),
        ("explode", {}, 422),
        ("", {}, 422),
        ("hold", {"kind": "MANUAL", "reason": "\x00"}, 422),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_changes(office, what, more, status):
    order_id = place("1")
    answer = do(office, what, order_id, sure="1", **more)
    assert answer.status_code == status
    assert open_kinds(order_id) == []


def test_a_refused_form_keeps_what_was_typed(office):
    answer = do(office, "hold", place("1"), sure="1", kind="WHIM", reason="the <b>customer</b> rang")
    assert b"is no kind of hold" in answer.content
    assert b"the &lt;b&gt;customer&lt;/b&gt; rang" in answer.content


@pytest.mark.parametrize("number", ["PH9", "x", "", "9" * 5000, "PH1000001\x00"])
def test_a_strange_number_is_refused(office, number):
    assert office.post("/orders/chosen", {"do": "cancel", "order": [number], "sure": "1"}).status_code == 422


def test_none_chosen_too_many_and_unknown_ones_are_told(office):
    assert office.post("/orders/chosen", {"do": "hold"})["Location"] == "/orders"
    assert "Choose orders first" in told(office)
    assert do(office, "hold", *range(1, 202)).status_code == 422
    do(office, "cancel", 999, sure="1")
    assert "There is no order PH1000999." in told(office)
    with pytest.raises(Refusal):
        operations.cancel_each([], now=NOW, actor="agent")


def test_the_same_order_twice_is_done_once(office):
    order_id = place("1")
    do(office, "cancel", order_id, order_id, sure="1")
    assert ("1 order cancelled." in told(office), state(order_id)) == (True, "cancelled")


def test_nothing_left_to_cancel_is_said_before(office):
    order_id = place("1")
    cancel(order_id)
    answer = do(office, "cancel", order_id)
    assert b"is left to cancel" in answer.content and b"Cancel 1 order</button>" not in answer.content


@pytest.mark.parametrize("role", ["picker", "packer"])
@pytest.mark.parametrize("what", ["hold", "release", "cancel", "slips", "labels", "csv", "xlsx"])
def test_only_the_office_does_this(db, role, what):
    open_company()
    order_id = place("1")
    assert do(client_of(role), what, order_id, sure="1", kind="MANUAL", reason="x").status_code == 403
    assert (state(order_id), open_kinds(order_id)) == ("placed", [])


def test_strangers_and_other_methods_get_nothing(office):
    assert Client(headers={"host": "localhost"}).get("/orders/export").status_code == 302
    assert office.get("/orders/chosen").status_code == 405


def test_slips_and_labels_of_all_packed_parcels_are_one_file(office):
    one, two = place("1", {"MUG": 2, "BOOK": 1}), place("2", {"IRON": 4})
    relay()
    walk_and_sort("BRS")
    parcels = pack_all("BRS")
    slips = do(office, "slips", one, two)
    assert (slips["Content-Type"], "packing-slips.pdf" in slips["Content-Disposition"]) == ("application/pdf", True)
    pages = text_of(slips.content)
    assert len(pages) == len(parcels) > 2
    assert order_number(one) in pages[0] and order_number(two) in pages[-1]
    labels = text_of(do(office, "labels", two, one).content)
    assert len(labels) == len(parcels)
    assert order_number(two) in labels[0] and order_number(one) in labels[-1]


def test_a_slip_alone_and_among_others_says_the_same(office):
    order_id = place("1", {"IRON": 4})
    relay()
    walk_and_sort("BRS")
    pack_all("BRS")
    (several,) = [do(office, "slips", order_id).content]
    numbers = [row[0] for row in run_sql("SELECT sscc FROM packing_parcel ORDER BY id")]
    alone = [text_of(office.get(f"/parcels/{sscc}/slip.pdf").content)[0] for sscc in numbers]
    assert text_of(several) == alone
    labels = [text_of(office.get(f"/parcels/{sscc}/label.pdf").content)[0] for sscc in numbers]
    assert text_of(do(office, "labels", order_id).content) == labels


def test_orders_with_nothing_to_print_are_named_first(office):
    packed, new = place("1"), place("2", {"PAINT": 1})
    relay()
    walk_and_sort("BRS")
    pack_all("BRS")
    asked = do(office, "slips", packed, new)
    assert (asked.status_code, asked["Content-Type"].startswith("text/html")) == (200, True)
    assert f"{order_number(new)}</a> has no packed parcel yet" in asked.content.decode()
    assert do(office, "slips", packed, sure="1").content.startswith(b"%PDF")
    assert len(text_of(do(office, "slips", packed, new, sure="1").content)) == 1
    none = do(office, "labels", new)
    assert (none.status_code, b"Print those" in none.content) == (409, False)


def test_a_voided_label_is_not_printed(office):
    order_id = place("1")
    bring_to(order_id, "labelled")
    run_sql("UPDATE shipping_shipment SET state = 'voided'")
    answer = do(office, "labels", order_id)
    assert (answer.status_code, b"no label was bought yet" in answer.content) == (409, True)


def read_csv(answer):
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_chosen_orders_are_handed_out_a_row_a_line(office):
    one = place("1", {"MUG": 2, "BOOK": 1}, charges=[NewCharge("POST", "Postage", 350)])
    two = place("2", {"PAINT": 1})
    relay()
    cancel(one, {line_ids(one)[1]: 1})
    operations.hold(order_id=two, kind="MANUAL", reason="x", now=NOW, actor="agent")
    relay()
    shipped = ship("BRS")
    rows = read_csv(do(office, "csv", one, two))
    assert [(r["packhorse_number"], r["action"], r["sku"], r["quantity"], r["unit_price"]) for r in rows] == [
        (order_number(one), "", "MUG", "2", "5.00"),
        (order_number(one), "", "BOOK", "1", "5.00"),
        (order_number(one), "charge", "POST", "1", "3.50"),
        (order_number(two), "", "PAINT", "1", "5.00"),
    ]
    mug, book, _, paint = rows
    assert (mug["shipped"], book["cancelled"], paint["holds"], mug["holds"]) == ("2", "1", "MANUAL", "")
    assert (mug["state"], mug["placed_at"], mug["currency"]) == ("shipped", "2024-05-15T09:00:00Z", "GBP")
    numbers = [row[0] for row in run_sql("SELECT tracking_number FROM shipping_shipment ORDER BY id")]
    assert (mug["tracking_numbers"].split(), len(shipped)) == (numbers, len(numbers))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(do(office, "xlsx", one, two)))).get_sheet_by_index(0)
    header, *cells = sheet.to_python()
    assert tuple(header) == export.COLUMNS
    assert [dict(zip(header, row, strict=True))["sku"] for row in cells] == ["MUG", "BOOK", "POST", "PAINT"]
    assert dict(zip(header, cells[0], strict=True))["quantity"] == 2.0


def test_no_cell_becomes_a_formula(office):
    order_id = place("1", gift_message="=1+1", delivery_instructions="@SUM(A1)")
    name, street = '=HYPERLINK("http://x")', "\tcmd"
    run_sql("UPDATE placing_orderaddress SET name = %s, line1 = %s, phone = '+441134960000'", name, street)
    (row,) = read_csv(do(office, "csv", order_id))
    assert (row["name"], row["line1"], row["phone"]) == ("'" + name, "'" + street, "'+441134960000")
    assert (row["gift_message"], row["delivery_instructions"]) == ("'=1+1", "'@SUM(A1)")
    content = b"".join(do(office, "xlsx", order_id))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1]
    assert name in cells and "=1+1" in cells


def test_all_that_fit_the_filter_are_handed_out(office, monkeypatch):
    ids = [place(str(nth), {"MUG": 1} if nth % 2 else {"BOOK": 1}) for nth in range(7)]
    monkeypatch.setattr(export, "BATCH", 2)
    rows = read_csv(office.get("/orders/export"))
    assert [row["packhorse_number"] for row in rows] == [order_number(each) for each in reversed(ids)]
    assert {row["sku"] for row in read_csv(office.get("/orders/export?text=MUG"))} == {"MUG"}
    assert read_csv(office.get("/orders/export?state=cancelled&format=csv")) == []
    assert office.get("/orders/export?format=pdf").status_code == 422
    assert office.get("/orders/export?state=lost").status_code == 422


@pytest.mark.parametrize(("limit", "most"), [("MOST_ORDERS", 3), ("MOST_ROWS", 7)])
def test_what_goes_beyond_the_limits_is_said_in_the_file(office, monkeypatch, limit, most):
    for nth in range(5):
        place(str(nth), {"MUG": 1, "BOOK": 1})
    monkeypatch.setattr(export, limit, most)
    rows = read_csv(office.get("/orders/export"))
    assert len(rows) == 7
    assert rows[-1]["packhorse_number"].startswith("Not all: ")


def test_what_was_handed_out_can_be_imported_elsewhere(office):
    place("1", {"MUG": 2, "BOOK": 1}, charges=[NewCharge("POST", "Postage", 350), NewCharge("OFF", "Voucher", -200)])
    place("2", {"PAINT": 1}, gift_message="=with love")
    content = b"".join(office.get("/orders/export").streaming_content)
    sheet = b"".join(office.get("/orders/export?format=xlsx"))
    for nth, file in enumerate((content, sheet)):
        operations.open_channel(code=f"other{nth}", name="Elsewhere", currency="GBP")
        report = operations.import_orders(file, channel=f"other{nth}", now=NOW, actor="agent")
        assert (report.placed, report.errors, report.format) == (2, [], "packhorse")
        first, second = queries.orders(channel=f"other{nth}").rows[::-1]
        first, second = sorted((first, second), key=lambda row: row.external_id)
        assert (first.goods_minor, first.charges_minor, second.external_id) == (1500, 150, "2")
        assert queries.wishes([second.id])[second.id][2] == "=with love"
    again = operations.import_orders(content, channel="other0", now=NOW, actor="agent")
    assert (again.placed, again.known) == (0, 2)
