"""Shops are compared: every kind of difference is named, the right number is told, and what is under way is none."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from company import NOW, PRODUCTS, receive, run_sql
from standins.connected import open_connected
from standins.feeding import STANDINS, clock, in_thread, last_differences, later, sell_all, settle, turn_on, work

from packhorse.errors import Refusal
from packhorse.feed import operations, queries

READ = {"shopify": "Variants", "woocommerce": "GET products"}


@pytest.fixture
def fed(shop, kind):
    sell_all(shop)
    turn_on(kind)
    settle()
    return shop


def compare(channel):
    operations.ask_comparison(channel=channel, now=clock(), actor="manager")
    settle()


def disturb(shop, sku, units):
    """Somebody types another number in the shop."""
    if hasattr(shop.stock, "variants"):
        next(each for each in shop.stock.variants if each["sku"] == sku)["levels"]["gid://shopify/Location/1"] = units
    else:
        next(each for each in shop.stock.rows.values() if each["sku"] == sku)["stock_quantity"] = units


def drop(shop, sku):
    """Somebody deletes a product in the shop."""
    if hasattr(shop.stock, "variants"):
        shop.stock.variants[:] = [each for each in shop.stock.variants if each["sku"] != sku]
    else:
        shop.stock.rows = {id: each for id, each in shop.stock.rows.items() if each["sku"] != sku}


def test_a_shop_that_agrees_has_no_difference(fed, kind):
    compare(kind)
    assert last_differences(kind) == set()
    run = queries.last_run(kind)
    assert (run.compared, run.actor, run.said, run.ended_at is not None) == (len(PRODUCTS), "manager", "", True)


def test_every_kind_of_difference_is_named_and_the_right_number_told(fed, kind):
    disturb(fed, "MUG", 99)
    disturb(fed, "LAMP", -2)
    drop(fed, "DESK")
    fed.stock.sell("BOOK", 4)
    fed.stock.sell("POSTER", 12)
    fed.stock.sell("GIFT", tracked=False)
    fed.stock.sell("", 3)
    fed.stock.batches.clear()
    compare(kind)
    assert last_differences(kind) == {
        ("differs", "MUG", 25, 99),
        ("differs", "LAMP", 7, -2),
        ("absent", "DESK", 3, None),
        ("twice", "BOOK", 45, 4),
        ("strange", "POSTER", None, 12),
        ("strange", "GIFT", None, None),
    }
    run = queries.last_run(kind)
    assert run.kinds == {"differs": 2, "absent": 1, "twice": 1, "strange": 2}
    order = [row.kind for row in queries.differences(run.id)]
    assert order == ["differs", "differs", "twice", "absent", "strange", "strange"], "what matters most comes first"
    assert run.said == "1 of the shop's items have no SKU."
    assert (fed.stock.units("MUG"), fed.stock.units("LAMP"), fed.stock.units("BOOK")) == (25, 7, [45, 4])
    assert fed.stock.batches == [2]
    assert [(row.sku, row.said) for row in queries.refused(kind)] == [("BOOK", "stands twice in the shop")]
    compare(kind)
    assert {kinds for kinds, *_ in last_differences(kind)} == {"absent", "twice", "strange"}


def test_what_the_shop_does_not_track_is_named(fed, kind):
    drop(fed, "MUG")
    fed.stock.sell("MUG", tracked=False)
    compare(kind)
    assert last_differences(kind) == {("untracked", "MUG", 25, None)}


def test_a_product_that_moved_to_another_item_is_told_there(fed, kind):
    drop(fed, "MUG")
    fed.stock.sell("MUG", 1)
    receive("BRS", "A1", "MUG", 1)
    settle()
    assert fed.stock.units("MUG") == 26


def test_strange_names_and_numbers_of_a_shop_are_kept_as_far_as_they_can_be(fed, kind):
    disturb(fed, "MUG", 2_000_000_000)
    if kind == "woocommerce":  # Shopify's numbers have 32 bits
        disturb(fed, "LAMP", 10**15)
    fed.stock.sell("A\x00B", 1)
    fed.stock.sell("Ü" * 300, 2)
    compare(kind)
    found = {("differs", "MUG", 25, 2_000_000_000), ("strange", "AB", None, 1), ("strange", "Ü" * 100, None, 2)}
    lamp = {("differs", "LAMP", 7, 2_000_000_000)} if kind == "woocommerce" else set()
    assert last_differences(kind) == found | lamp
    assert (fed.stock.units("MUG"), fed.stock.units("LAMP")) == (25, 7)


def test_what_is_being_told_is_no_difference(fed, kind):
    receive("BRS", "A1", "MUG", 5)
    operations.note_changes(now=clock())
    run_sql("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo'")  # it is never told
    compare(kind)
    assert last_differences(kind) == set()
    assert fed.stock.units("MUG") == 30, "and the comparison lets it be told"


def test_what_is_told_while_a_shop_is_read_is_no_difference(own_db, quick, kind):
    with STANDINS[kind]().open() as shop:
        open_connected(kind, shop)
        sell_all(shop)
        turn_on(kind)
        settle()
        operations.ask_comparison(channel=kind, now=clock(), actor="manager")
        page = shop.trouble(READ[kind], slow=True)  # what it said is old when it comes
        with ThreadPoolExecutor() as pool:
            comparing = pool.submit(in_thread, work)
            assert page.reached.wait(10)
            receive("BRS", "A1", "MUG", 5)
            settle()
            assert shop.stock.units("MUG") == 30
            page.go.set()
            comparing.result(10)
        assert last_differences(kind) == set()
        assert queries.last_run(kind).compared == len(PRODUCTS)


def test_a_comparison_that_a_busy_shop_ends_is_begun_again(fed, kind, monkeypatch):
    disturb(fed, "MUG", 99)
    monkeypatch.setattr("packhorse.shops.patience.TRIES", 1)
    operations.ask_comparison(channel=kind, now=clock(), actor="manager")
    fed.trouble(READ[kind], status=503, body={"message": "no"})
    settle()
    row = queries.last_run(kind)
    assert (row.state, row.said) == ("waiting", "The shop answers 503: no")
    later()
    settle()
    assert last_differences(kind) == {("differs", "MUG", 25, 99)}


def test_a_comparison_is_given_up_after_some_tries(fed, kind, monkeypatch):
    monkeypatch.setattr("packhorse.shops.patience.TRIES", 1)
    operations.ask_comparison(channel=kind, now=clock(), actor="manager")
    for _ in range(5):
        fed.trouble(READ[kind], status=503, body={"message": "no"})
    for _ in range(5):
        assert queries.last_run(kind).state == "waiting"
        settle()
        later()
        later()
    row = queries.last_run(kind)
    assert (row.state, row.said, queries.feed(kind).state) == ("failed", "The shop answers 503: no", "on")


def test_a_shop_that_lets_nobody_in_is_shown_and_a_good_night_mends_it(fed, kind):
    fed.trouble(READ[kind], status=401, body={"message": "no"})
    compare(kind)
    assert (queries.last_run(kind).state, queries.feed(kind).state) == ("failed", "refused")
    assert "does not let Packhorse in" in queries.feed(kind).said
    receive("BRS", "A1", "MUG", 5)
    settle()
    assert fed.stock.units("MUG") == 25
    compare(kind)
    assert (queries.feed(kind).state, queries.feed(kind).said, fed.stock.units("MUG")) == ("on", "", 30)


def test_two_comparisons_at_once_are_refused_and_a_lost_one_is_given_up(fed, kind):
    operations.ask_comparison(channel=kind, now=clock(), actor="manager")
    with pytest.raises(Refusal, match="is being compared"):
        operations.ask_comparison(channel=kind, now=clock(), actor="manager")
    first = queries.last_run(kind).id
    operations.ask_comparison(channel=kind, now=clock() + timedelta(hours=3), actor="manager")
    assert queries.last_run(kind).id > first
    settle()
    assert run_sql("SELECT state FROM feed_feedrun ORDER BY id")[-2:] == [("failed",), ("done",)]


def test_each_shop_is_compared_once_a_night(fed, kind):
    night = clock()
    assert operations.compare_due(now=night) == 0, "it was when it was turned on"
    assert operations.compare_due(now=night + timedelta(hours=13)) == 1
    assert operations.compare_due(now=night + timedelta(hours=13)) == 0
    settle()
    assert queries.last_run(kind).actor == "night"
    operations.turn_off(channel=kind, now=NOW, actor="manager")
    assert operations.compare_due(now=night + timedelta(hours=40)) == 0


def test_a_comparison_that_finds_the_feed_off_ends(fed, kind):
    operations.ask_comparison(channel=kind, now=clock(), actor="manager")
    operations.turn_off(channel=kind, now=NOW, actor="manager")
    fed.asked.clear()
    settle()
    assert (queries.last_run(kind).said, fed.asked) == ("The feed is off.", [])


def test_only_the_newest_runs_and_the_first_differences_are_kept(fed, kind, monkeypatch):
    module = sys.modules["packhorse.feed.operations.compare"]
    monkeypatch.setattr(module, "KEPT_RUNS", 2)
    monkeypatch.setattr(module, "KEPT_DIFFERENCES", 1)
    for units in (1, 2, 3):
        disturb(fed, "MUG", units)
        disturb(fed, "BOOK", units)
        compare(kind)
    assert run_sql("SELECT count(*) FROM feed_feedrun") == [(2,)]
    run = queries.last_run(kind)
    assert (run.differences, len(queries.differences(run.id))) == (2, 1)
