"""Shops are told of stock: what changed, once, with the number of the moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from company import NOW, place_and_source, product, receive, relay
from standins.connected import open_connected
from standins.feeding import STANDINS, clock, in_thread, later, queued, sell_all, settle, turn_on, work

from packhorse.errors import Refusal
from packhorse.feed import operations, queries
from packhorse.inventory import operations as inventory
from packhorse.network import operations as network
from packhorse.placing import operations as placing

ALL = {"MUG": 25, "BOOK": 45, "LAMP": 7, "DESK": 3, "IRON": 6, "PAINT": 8, "SET": 12}


@pytest.fixture
def fed(shop, kind):
    """A shop that sells all products and knows how many there are."""
    sell_all(shop)
    turn_on(kind)
    settle()
    shop.asked.clear()
    shop.stock.batches.clear()
    return shop


def units(shop):
    return {sku: shop.stock.units(sku) for sku in ALL}


def test_a_feed_that_is_turned_on_tells_the_shop_all(fed, kind):
    assert units(fed) == ALL
    row = queries.feed(kind)
    assert (row.state, row.waiting, row.refused, row.said, row.buffer) == ("on", 0, 0, "", 0)
    assert row.told_at is not None
    settle()
    assert (fed.stock.batches, queued()) == ([], [])


def test_an_order_takes_its_units_from_the_shop_in_one_push(fed):
    place_and_source("1", {"MUG": 2, "BOOK": 1})
    place_and_source("2", {"MUG": 3})
    settle()
    assert units(fed) == ALL | {"MUG": 20, "BOOK": 44, "SET": 10}, "a kit can be sold as often as its parts allow"
    assert fed.stock.batches == [3]


def test_a_hundred_changes_of_a_product_are_one_push(fed):
    for _ in range(100):
        receive("BRS", "A1", "MUG", 1)
    settle()
    assert (fed.stock.units("MUG"), fed.stock.batches) == (125, [2])


def test_what_lies_in_a_closed_warehouse_is_taken_from_the_shop_in_one_push(fed):
    network.close(warehouse="BRS", from_on=None, until_on=None, why="flood", now=clock(), actor="boss")
    relay()
    settle()
    left = {"MUG": 15, "BOOK": 25, "LAMP": 2, "DESK": 0, "IRON": 0, "PAINT": 8, "SET": 7}
    assert (units(fed), fed.stock.batches) == (left, [6])
    network.reopen(warehouse="BRS", now=clock(), actor="boss")
    relay()
    settle()
    assert (units(fed), fed.stock.batches) == (ALL, [6, 6])


def test_a_number_that_came_back_is_not_told(fed):
    receive("BRS", "A1", "MUG", 5)
    placed = place_and_source("1", {"MUG": 5})
    settle()
    assert (fed.stock.units("MUG"), fed.stock.batches) == (25, [])
    placing.cancel(order_id=placed, units=None, key="", now=NOW, actor="channel")
    relay()
    settle()
    assert (fed.stock.units("MUG"), fed.stock.batches) == (30, [2])


def test_the_job_tells_the_number_of_the_moment(fed, kind):
    receive("BRS", "A1", "MUG", 5)
    operations.note_changes(now=clock())
    receive("BRS", "A1", "MUG", 5)
    work()
    assert fed.stock.units("MUG") == 35
    settle()
    assert (fed.stock.units("MUG"), fed.stock.batches, queries.feed(kind).waiting) == (35, [2], 0)


def test_what_changes_while_a_number_is_on_its_way_is_told_after_it(own_db, quick, kind):
    with STANDINS[kind]().open() as shop:
        open_connected(kind, shop)
        sell_all(shop)
        turn_on(kind)
        settle()
        receive("BRS", "A1", "MUG", 5)
        under_way = shop.trouble("SetStock" if kind == "shopify" else "POST batch", slow=True)
        with ThreadPoolExecutor() as pool:
            telling = pool.submit(in_thread, work)
            assert under_way.reached.wait(10)
            receive("BRS", "A1", "MUG", 5)
            operations.note_changes(now=clock())
            assert len(queued()) == 1, "one job tells, and another is queued after it"
            under_way.go.set()
            telling.result(10)
        assert (shop.stock.units("MUG"), queries.feed(kind).waiting) == (35, 0)


def test_a_job_that_is_queued_is_not_queued_again(fed):
    for nth in range(3):
        receive("BRS", "A1", "MUG", 1 + nth)
        operations.note_changes(now=clock())
    assert len(queued()) == 1


def test_a_buffer_is_kept_back_from_its_channel(fed, kind):
    turn_on(kind, buffer=5)
    settle()
    assert units(fed) == {sku: max(0, there - 5) for sku, there in ALL.items()}
    assert queries.feed(kind).buffer == 5
    inventory.set_buffer(channel=kind, product_id=product("MUG").id, units=24)
    settle()
    assert fed.stock.units("MUG") == 1


def test_a_feed_that_is_off_tells_nothing(fed, kind):
    operations.turn_off(channel=kind, now=clock(), actor="manager")
    receive("BRS", "A1", "MUG", 5)
    settle()
    assert (fed.stock.units("MUG"), fed.asked) == (25, [])
    turn_on(kind)
    settle()
    assert fed.stock.units("MUG") == 30


def test_a_job_that_finds_the_feed_off_does_nothing(fed, kind):
    receive("BRS", "A1", "MUG", 5)
    operations.note_changes(now=clock())
    operations.turn_off(channel=kind, now=clock(), actor="manager")
    settle()
    assert fed.asked == []


def test_a_product_that_the_shop_lacks_is_no_failure_and_is_told_when_it_is_there(shop, kind):
    turn_on(kind)
    receive("BRS", "A1", "MUG", 5)
    settle()
    assert (queries.feed(kind).refused, queries.feed(kind).waiting) == (0, 0)
    shop.stock.sell("MUG", 0)
    receive("BRS", "A1", "MUG", 1)
    settle()
    assert shop.stock.units("MUG") == 31


def test_what_the_shop_does_not_track_is_shown_with_its_reason(shop, kind):
    shop.stock.sell("MUG", tracked=False)
    shop.stock.sell("BOOK", 1)
    turn_on(kind)
    settle()
    assert [(row.sku, row.said) for row in queries.refused(kind)] == [("MUG", "the shop does not track its stock")]
    assert shop.stock.units("BOOK") == 45


def test_what_was_refused_is_told_again_when_a_person_asks(shop, kind):
    id = shop.stock.sell("MUG", 0, tracked=False)
    turn_on(kind)
    settle()
    if kind == "shopify":
        id["tracked"] = True
    else:
        shop.stock.rows[id]["manage_stock"] = True
    operations.tell_again(channel=kind, now=clock())
    settle()
    assert (shop.stock.units("MUG"), queries.feed(kind).refused) == (25, 0)


BUSY = {"shopify": ("SetStock", 200, {"errors": [{"message": "no", "extensions": {"code": "THROTTLED"}}]})}
BUSY["woocommerce"] = ("POST batch", 429, {"message": "no"})


def test_a_busy_shop_is_tried_again_more_and_more_seldom(fed, kind):
    name, status, body = BUSY[kind]
    first = 10 if kind == "shopify" else 5  # Shopify asks for ten
    for nth, wait in enumerate((first, 10, 20, 40)):
        fed.trouble(name, status=status, body=body)
        receive("BRS", "A1", "MUG", 1)
        work()
        row = queries.feed(kind)
        assert (row.state, row.attempts, row.waiting) == ("on", nth + 1, 2 if nth == 0 else 3)
        assert wait - 4 < (row.not_before - clock()).total_seconds() <= wait
        before = len(fed.asked)
        receive("BRS", "A1", "BOOK", 1)
        work()
        assert (len(fed.asked), queued()) == (before, []), "what changes meanwhile does not press"
        later()
    settle()
    assert (fed.stock.units("MUG"), queries.feed(kind).attempts, queries.feed(kind).said) == (29, 0, "")


def test_a_busy_shop_is_tried_at_once_when_a_person_asks(fed, kind):
    name, status, body = BUSY[kind]
    fed.trouble(name, status=status, body=body)
    receive("BRS", "A1", "MUG", 1)
    settle()
    assert fed.stock.units("MUG") == 25
    operations.tell_again(channel=kind, now=clock())
    settle()
    assert fed.stock.units("MUG") == 26


def test_a_shop_that_refuses_waits_for_a_person(fed, kind):
    name, _, _ = BUSY[kind]
    fed.trouble(name, status=401, body={"message": "no"})
    receive("BRS", "A1", "MUG", 1)
    settle()
    row = queries.feed(kind)
    assert (row.state, row.waiting) == ("refused", 2)
    assert "does not let Packhorse in (401)" in row.said
    receive("BRS", "A1", "MUG", 1)
    settle()
    assert fed.stock.units("MUG") == 25
    operations.tell_again(channel=kind, now=clock())
    settle()
    assert (queries.feed(kind).state, fed.stock.units("MUG")) == ("on", 27)


def test_an_answer_of_another_shape_ends_the_job_and_is_shown(fed, kind):
    name, _, _ = BUSY[kind]
    fed.trouble(name, status=200, body={"data": {}})
    receive("BRS", "A1", "MUG", 1)
    with pytest.raises(KeyError):
        work()
    assert queries.feed(kind).said == "This went wrong here: KeyError"


def test_access_that_is_gone_is_said(fed, kind):
    placing.drop_access(channel=kind)
    receive("BRS", "A1", "MUG", 1)
    settle()
    assert queries.feed(kind).said == "The channel's shop gives Packhorse no access to its API any more"


def test_a_feed_needs_a_shop_and_access(shop, kind):
    with pytest.raises(Refusal, match="No shop of channel 'web' is connected"):
        turn_on("web")
    with pytest.raises(Refusal, match="No shop of channel 'web' is connected"):
        operations.turn_off(channel="web", now=NOW, actor="manager")
    placing.drop_access(channel=kind)
    with pytest.raises(Refusal, match="no access to the shop"):
        turn_on(kind)
    with pytest.raises(Refusal, match="Turn that on first"):
        operations.tell_again(channel=kind, now=NOW)
    with pytest.raises(Refusal, match="Turn that on first"):
        operations.ask_comparison(channel=kind, now=NOW, actor="manager")
    assert (queries.feeds(), shop.asked, queued()) == ({}, [], [])


def test_a_shop_with_several_locations_asks_which(shopify):
    with pytest.raises(
        Refusal, match="Choose which of the shop's locations is told of the stock: Bristol, Pop-up"
    ) as no:
        turn_on("shopify", place="")
    assert (no.value.status, len(no.value.details["locations"])) == (422, 2)
    assert (queries.feed("shopify").state, queries.feed("shopify").choices) == ("off", no.value.details["locations"])
    with pytest.raises(Refusal, match="Choose which"):
        turn_on("shopify", place="gid://shopify/Location/9", buffer=3)
    assert queries.feed("shopify").buffer == 0
    shopify.trouble("Locations", status=403, body={"errors": "no"})
    with pytest.raises(Refusal, match=r"does not name its locations. The shop does not let Packhorse in \(403\)"):
        turn_on("shopify", place="")


def test_another_location_is_told_all_of_it(shopify):
    sell_all(shopify)
    turn_on("shopify")
    settle()
    second = "gid://shopify/Location/2"
    assert shopify.stock.units("MUG", second) == 7
    turn_on("shopify", place=second)
    settle()
    assert {sku: shopify.stock.units(sku, second) for sku in ALL} == ALL
    assert queries.feed("shopify").place_name == "Pop-up"


def test_woocommerce_has_no_location(woo):
    with pytest.raises(Refusal, match="name no location"):
        turn_on("woocommerce", place="gid://shopify/Location/1")
