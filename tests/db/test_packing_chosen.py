"""Another carton at the bench: the difference is told before, what follows follows, and who chose and why is kept."""

import re

import pytest
from company import NOW, differences, kinds, open_company, place_and_source, relay, run_sql

from db.floor import at_once, begin, close, fill, fulfillment, walk_and_sort
from db.test_cartons import ICE, count, proposed, sorted_orders
from db.test_chosen import client_of
from packhorse.errors import Refusal
from packhorse.packing import operations, queries
from packhorse.packing.offers import offers_for
from packhorse.packing.rules import NewCarton
from packhorse.shipping import queries as shipping


def begun(lines):
    open_company()
    order_id = place_and_source("1", lines)
    walk_and_sort("BRS")
    return begin(fulfillment(order_id).id)


@pytest.fixture
def mug(db):
    """The parcel of a mug, proposed for carton S."""
    (parcel_id,) = begun({"MUG": 1})
    return parcel_id


def row(parcel_id):
    return queries.by_id([parcel_id])[parcel_id]


def choose(parcel_id, code, why="", actor="packer"):
    return operations.choose_carton(parcel_id=parcel_id, code=code, why=why, now=NOW, actor=actor)


def offers(parcel_id):
    return {each.code: each for each in offers_for(row(parcel_id), now=NOW)}


def test_each_carton_is_offered_with_what_it_costs_more_and_why_goods_do_not_fit(db):
    (parcel_id,) = begun({"LAMP": 1})
    found = offers(parcel_id)
    assert list(found) == ["M", "L", "S"]  # what fits first
    assert (found["M"].mine, found["M"].difference_minor, found["M"].objection) == (True, 0, "")
    more = found["L"].carton_minor + found["L"].freight_minor - 45 - row(parcel_id).freight_minor
    assert found["L"].difference_minor == more > 45
    assert found["S"].objection == "too small for LAMP: 180x180x300 mm, 900 g"
    assert not found["S"].too_heavy and found["S"].placement is None


def test_what_follows_from_the_carton_follows_and_the_label_too(mug):
    before = row(mug)
    chosen = choose(mug, "l")
    after = row(mug)
    assert (chosen.code, chosen.again, after.carton) == ("L", False, "L")
    assert (after.length_mm, after.width_mm, after.height_mm, after.expected_g) == (606, 406, 406, 350 + 600)
    assert after.carton_cost_minor == 90
    assert chosen.difference_minor == 90 - 20 + after.freight_minor - before.freight_minor
    assert queries.placements([mug])[mug]["room"] == [600, 400, 400]
    fill(mug)
    with pytest.raises(Refusal, match="should weigh 950 g"):
        operations.close(parcel_id=mug, measured_g=before.expected_g, now=NOW, actor="packer")
    close(mug)
    relay()
    assert shipping.by_parcel([mug])[mug].price_minor == after.freight_minor
    assert differences() == {}
    assert kinds(after.order_id).count("CartonChosen") == 1
    (change,) = queries.carton_changes([mug])[mug]
    assert (change.before, change.carton, change.difference_minor) == ("S", "L", chosen.difference_minor)
    assert (change.objection, change.why, change.actor) == ("", "", "packer")


def test_the_same_carton_again_changes_nothing(mug):
    choose(mug, "M")
    assert choose(mug, "M").again
    assert len(queries.carton_changes([mug])[mug]) == 1
    assert choose(mug, "S").difference_minor == -queries.carton_changes([mug])[mug][0].difference_minor


def test_goods_that_do_not_fit_by_the_rules_go_in_only_when_somebody_says_that_they_do(db):
    (parcel_id,) = begun({"MUG": 4})
    assert row(parcel_id).carton == "M"
    refusal = refusal_of(choose, parcel_id, "S")
    assert (refusal.code, refusal.status) == ("SAY_WHY", 422)
    assert "do not fit into S: does not all fit" in refusal.text
    assert refusal_of(choose, parcel_id, "S", "x" * 201).code == "WHY_TOO_LONG"
    choose(parcel_id, "S", "  they go into\n one another ")
    assert (row(parcel_id).carton, row(parcel_id).expected_g) == ("S", 4 * 350 + 90)
    assert queries.placements([parcel_id])[parcel_id] is None
    (change,) = queries.carton_changes([parcel_id])[parcel_id]
    assert (change.objection, change.why) == ("does not all fit", "they go into one another")
    assert differences() == {}


def test_nobody_may_choose_a_carton_that_would_be_too_heavy(db):
    (parcel_id,) = begun({"IRON": 1})
    refusal = refusal_of(choose, parcel_id, "S", "I am strong")
    assert (refusal.code, refusal.details) == ("CARTON_TOO_WEAK", {"weight_g": 11_090, "max_weight_g": 5_000})
    assert row(parcel_id).carton == "M"


def test_chilled_goods_get_their_coolant_in_another_carton_too(db):
    open_company()
    (mine,) = sorted_orders({"MUG": 1})
    operations.keep_coolants([ICE])
    run_sql("UPDATE catalog_product SET storage_class = 'chilled' WHERE sku = 'MUG'")
    (before,) = proposed(mine)
    found = offers(before.id)["L"]
    assert choose(before.id, "L").difference_minor == found.difference_minor
    now = row(before.id)
    assert (now.carton, now.coolant, now.coolant_packs) == ("L", ICE.name, found.packs) and found.packs > 0
    assert (now.coolant_minor, now.filling_minor) == (found.packs * ICE.cost_minor, found.filling_minor)
    assert now.expected_g == found.weight_g > 300 + 350 + found.packs * ICE.weight_g - 1


def test_a_carton_of_which_none_is_left_cannot_be_chosen_and_ones_own_can_be_kept(mug):
    count("L", 0)
    assert offers(mug)["L"].out and list(offers(mug))[-1] == "L"
    with pytest.raises(Refusal) as caught:
        choose(mug, "L", why="I see one")
    assert (caught.value.code, row(mug).carton) == ("CARTON_OUT", "S")
    count("S", 1)
    assert not offers(mug)["S"].out  # the one that is left is its own
    count("L", 1)
    assert choose(mug, "L").code == "L"


def test_an_unknown_carton_a_closed_parcel_and_a_cancelled_one_are_refused(mug):
    assert refusal_of(choose, mug, "nonsense").code == "UNKNOWN_CARTON"
    assert refusal_of(choose, mug, "").code == "UNKNOWN_CARTON"
    assert refusal_of(choose, 0, "M").code == "NOT_FOUND"
    fill(mug)
    close(mug)
    assert refusal_of(choose, mug, "M").code == "PARCEL_CLOSED"
    run_sql("UPDATE packing_parcel SET state = 'cancelled'")
    assert refusal_of(choose, mug, "M").code == "ORDER_CANCELLED"
    assert queries.carton_changes([mug]) == {}


def test_what_ships_in_its_own_packaging_may_be_put_into_a_carton(db):
    (parcel_id,) = begun({"DESK": 1})
    operations.keep_cartons([NewCarton("XL", "Huge", 1210, 610, 90, 1220, 620, 100, 900, 30_000, 300)])
    found = offers(parcel_id)["XL"]
    choose(parcel_id, "XL")
    assert (row(parcel_id).carton, row(parcel_id).expected_g) == ("XL", 15_900)
    assert queries.carton_changes([parcel_id])[parcel_id][0].before is None
    assert queries.carton_changes([parcel_id])[parcel_id][0].difference_minor == found.difference_minor
    assert queries.placements([parcel_id])[parcel_id] is not None


def test_where_no_rates_are_known_only_the_cartons_are_compared(mug):
    run_sql("DELETE FROM carriers_rate")
    assert {code: each.difference_minor for code, each in offers(mug).items()} == {"S": 0, "M": 25, "L": 70}
    choose(mug, "M")
    assert (row(mug).freight_minor, row(mug).expected_service) == (None, "")


def test_where_no_carrier_takes_such_a_parcel_the_difference_is_not_known(mug):
    run_sql("UPDATE carriers_service SET max_length_mm = 500")
    assert (offers(mug)["L"].difference_minor, offers(mug)["M"].difference_minor is None) == (None, False)
    choose(mug, "L")
    assert (row(mug).freight_minor, queries.carton_changes([mug])[mug][0].difference_minor) == (None, None)


def test_two_who_choose_at_once_do_not_both(own_db):
    (parcel_id,) = begun({"MUG": 1})
    answers = at_once(2, lambda nth: choose(parcel_id, "ML"[nth], actor=f"packer{nth}"))
    lost = [each for each in answers if isinstance(each, Exception)]
    assert [each.code for each in lost] in ([], ["CARTON_CHANGED"])
    assert len(queries.carton_changes([parcel_id])[parcel_id]) == 2 - len(lost)
    assert differences() == {}


def test_the_page_tells_the_difference_before_it_is_confirmed(mug):
    packer, address = client_of("packer"), f"/pack/{row(mug).sscc}/carton"
    assert address in packer.get(f"/pack/{row(mug).sscc}").content.decode()
    listed = packer.get(address).content.decode()
    assert [code in listed for code in ("?code=M", "?code=L", "?code=S")] == [True, True, False]
    asked = packer.get(address, {"code": "m"}).content.decode()
    difference = offers(mug)["M"].difference_minor
    assert f"£{difference / 100:.2f} more" in re.search(r"data-difference>(.*)", asked)[1]
    assert row(mug).carton == "S"
    wrong = packer.get(address, {"code": "nonsense"})
    assert wrong.status_code == 422 and "is no carton here" in wrong.content.decode()
    assert packer.post(address, {"code": "M"}).headers["Location"] == f"/pack/{row(mug).sscc}"
    assert row(mug).carton == "M"


def test_the_page_asks_why_and_keeps_what_was_typed(db):
    (parcel_id,) = begun({"MUG": 4})
    packer, address = client_of("packer"), f"/pack/{row(parcel_id).sscc}/carton"
    assert 'id="why"' in packer.get(address, {"code": "S"}).content.decode()
    empty = packer.post(address, {"code": "S", "why": " "})
    assert empty.status_code == 422 and "say so in a few words" in empty.content.decode()
    packer.post(address, {"code": "S", "why": "they nest"})
    order = client_of("agent").get(f"/orders/PH{row(parcel_id).order_id + 1_000_000}").content.decode()
    assert "Instead of M" in order and "they nest (by the packer's rules: does not all fit)" in order


def refusal_of(work, *args):
    with pytest.raises(Refusal) as caught:
        work(*args)
    return caught.value
