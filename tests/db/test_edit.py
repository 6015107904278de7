"""An order is changed at every stage until it leaves, and what was made for it follows."""

from dataclasses import replace

import pytest
from company import NOW, counts, differences, level, open_company, place_and_source, relay, state

from db.floor import bring_to, fulfillment, pack_all, ship, stage_all, walk_and_sort
from packhorse.errors import Refusal
from packhorse.placing import operations, queries
from packhorse.placing.rules import Edit, NewAddress, NewLine
from packhorse.shipping import queries as shipments

YORK = NewAddress("Ada Cole", "1 Minster Yard", "York", "YO1 7HH", "GB")


def edit(order_id, **wanted):
    operations.edit(order_id=order_id, wanted=Edit(**wanted), now=NOW, actor="agent")
    relay()


def refused(order_id, **wanted):
    with pytest.raises(Refusal) as caught:
        edit(order_id, **wanted)
    return caught.value.code


def line_ids(order_id):
    return [line.id for line in queries.lines([order_id])]


def test_more_and_less_and_other_goods_are_sourced_and_given_back(db):
    open_company()
    before = level("MUG", "BRS")
    order_id = place_and_source("1", {"MUG": 3, "BOOK": 1})
    mug, book = line_ids(order_id)
    edit(order_id, quantities={mug: 1, book: 0}, add=(NewLine("LAMP", 1, 900),))
    assert counts(order_id) == [(3, 2, 1, 0, 0), (1, 1, 0, 0, 0), (1, 0, 1, 0, 0)]
    assert level("MUG", "BRS") == (before[0], before[1] + 1)
    assert (state(order_id), queries.rows([order_id])[order_id].goods_minor) == ("sourced", 3 * 500 + 500 + 900)
    edit(order_id, quantities={mug: 2})
    assert counts(order_id)[0] == (4, 2, 2, 0, 0)
    assert differences() == {}


@pytest.mark.parametrize("stage", ["released", "picking", "picked", "sorted"])
def test_goods_are_added_at_every_stage(db, stage):
    open_company()
    order_id = place_and_source("1", {"MUG": 1})
    bring_to(order_id, stage)
    edit(order_id, add=(NewLine("BOOK", 1, 100),))
    assert counts(order_id)[1] == (1, 0, 1, 0, 0)
    assert differences() == {}


def test_a_labelled_parcel_gets_another_label_and_the_customers_link_stays(db):
    open_company()
    order_id = place_and_source("1")
    walk_and_sort("BRS")
    pack_all("BRS")
    stage_all("BRS")
    (before,) = shipments.of_order(order_id)
    km = fulfillment(order_id).km
    edit(order_id, address=YORK)
    old, new = sorted(shipments.of_order(order_id), key=lambda row: row.id)
    assert (old.state, new.state, new.token) == ("voided", "labelled", before.token)
    assert old.tracking_number == before.tracking_number != new.tracking_number
    assert "1 Minster Yard" in shipments.label_zpl(new.parcel_id)
    assert fulfillment(order_id).km > km
    assert shipments.by_token(before.token).id == new.id
    ship("BRS")
    assert (state(order_id), differences()) == ("shipped", {})


@pytest.mark.parametrize("wish", [{"service": "express"}, {"delivery_instructions": "Ring twice"}])
def test_service_and_instructions_are_on_the_new_label(db, wish):
    open_company()
    order_id = place_and_source("1")
    walk_and_sort("BRS")
    pack_all("BRS")
    edit(order_id, **wish)
    assert [row.state for row in shipments.of_order(order_id)].count("voided") == 1
    edit(order_id, gift_message="Well done")
    assert len(shipments.of_order(order_id)) == 2


def test_prices_touch_no_stock(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    before = counts(order_id)
    edit(order_id, prices={line_ids(order_id)[0]: 1})
    assert (counts(order_id), queries.rows([order_id])[order_id].goods_minor) == (before, 2)


def test_what_has_left_is_not_changed(db):
    open_company()
    order_id = place_and_source("1")
    bring_to(order_id, "shipped")
    assert refused(order_id, address=YORK) == "TOO_LATE_TO_EDIT"
    assert refused(order_id, quantities={line_ids(order_id)[0]: 0}) == "TOO_LATE_TO_EDIT"


def test_a_change_is_made_whole_or_not_at_all(db):
    open_company()
    order_id = place_and_source("1")
    (line,) = line_ids(order_id)
    assert refused(order_id, quantities={line: 5, 0: 1}) == "NOT_FOUND"
    assert refused(order_id, quantities={line: -1}) == "WRONG_EDIT"
    assert refused(order_id, service="rocket") == "WRONG_EDIT"
    assert refused(order_id, address=replace(YORK, name="")) == "WRONG_EDIT"
    assert refused(0, service="express") == "NOT_FOUND"
    assert counts(order_id) == [(1, 0, 1, 0, 0)]
    beyond = tuple(NewLine("BOOK", 1_000_000, 10**12) for _ in range(20))  # more than a bigint holds
    assert refused(order_id, add=beyond) == "WRONG_EDIT"
    assert (len(line_ids(order_id)), queries.addresses([order_id])[order_id].city) == (1, "Bath")


def test_a_note_is_kept_and_an_empty_one_refused(db):
    open_company()
    order_id = place_and_source("1")
    operations.note(order_id=order_id, text=" Rang \n", now=NOW, actor="agent")
    assert [(note.text, note.actor) for note in queries.notes(order_id)] == [("Rang", "agent")]
    for text in ("", " ", "x" * 2001, "a\x00"):
        with pytest.raises(Refusal):
            operations.note(order_id=order_id, text=text, now=NOW, actor="agent")
