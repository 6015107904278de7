"""Whatever goes wrong between us and a shop, a parcel is told once, or a person is told why not."""

import pytest
from company import NOW, run_sql
from standins.connected import SIGNING, leave, notice, secrets

from db.shops import (
    EFFECT,
    NUMBER,
    ONE,
    has_order,
    tell,
    times_told,
)
from packhorse.placing import operations as placing
from packhorse.shipping import operations as shipping
from packhorse.shipping import queries as shipments
from packhorse.shipping.rules import TRIES, wait_after


def test_told_twice_is_told_once(shop, kind):
    has_order(shop, kind)
    ((parcel, _),) = leave(kind, NUMBER[kind], [("MUG", 2)]).items()
    assert (tell(parcel), tell(parcel)) == (None, None)
    assert times_told(shop, kind) == 1
    run_sql("UPDATE shipping_shopnotice SET state = 'waiting', ended_at = NULL")
    assert tell(parcel) is None
    assert (notice(parcel)[2], times_told(shop, kind)) == ("The shop knew of it already.", 1)


def test_an_answer_lost_after_the_effect_tells_nobody_twice(shop, kind):
    has_order(shop, kind)
    ((parcel, number),) = leave(kind, NUMBER[kind], [("MUG", 2)]).items()
    shop.trouble(EFFECT[kind], lost=True)
    assert tell(parcel) == 15
    assert notice(parcel) == ("waiting", 1, "The shop does not answer (RemoteProtocolError)")
    assert tell(parcel) is None
    assert (notice(parcel)[0], times_told(shop, kind)) == ("told", 1)
    if kind == "woocommerce":
        assert (shop.tracking(727), shop.orders[727]["status"]) == ([number], "completed")


def test_the_last_answer_lost_completes_a_woocommerce_order_all_the_same(woo):
    woo.order(727)
    ((parcel, number),) = leave("woocommerce", "727", [("MUG", 2)]).items()
    woo.trouble("PUT order", lost=True)
    assert (tell(parcel), tell(parcel)) == (15, None)
    assert (woo.tracking(727), len(woo.mailed(727)), woo.orders[727]["status"]) == ([number], 1, "completed")


@pytest.mark.parametrize(
    ("trouble", "wait", "words"),
    [
        (
            {"status": 429, "headers": {"Retry-After": "70"}, "body": {"message": "Slow down."}},
            70,
            "answers 429: Slow down",
        ),
        ({"status": 500, "headers": {"Content-Type": "text/html"}, "body": b"<h1>Oh</h1>"}, 15, "The shop answers 500"),
        ({"status": 503, "body": {"errors": "Being mended"}}, 15, "answers 503: Being mended"),
        ({"silent": True}, 15, "The shop does not answer (ReadTimeout)"),
    ],
)
def test_a_shop_in_trouble_is_told_later(shop, kind, trouble, wait, words):
    has_order(shop, kind)
    ((parcel, _),) = leave(kind, NUMBER[kind], [("MUG", 2)]).items()
    shop.trouble(EFFECT[kind], **trouble)
    assert tell(parcel) == wait
    state, tries, said = notice(parcel)
    assert (state, tries) == ("waiting", 1) and words in said
    assert tell(parcel) is None
    assert (notice(parcel)[:2], times_told(shop, kind)) == (("told", 2), 1)


def test_shopify_throttles_in_an_answer_that_looks_good(shopify):
    shopify.order("#1001", (ONE, [("MUG", 2)]))
    ((parcel, _),) = leave("shopify", "#1001", [("MUG", 2)]).items()
    throttled = {"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]}
    shopify.trouble("Orders", status=200, body=throttled)
    assert tell(parcel) == 15
    assert notice(parcel)[2] == "Shopify asks to come later: Throttled"


def test_after_the_last_try_a_person_is_asked(shop, kind):
    has_order(shop, kind)
    ((parcel, _),) = leave(kind, NUMBER[kind], [("MUG", 2)]).items()
    waits = []
    for _ in range(TRIES):
        shop.trouble({"shopify": "Orders", "woocommerce": "GET order"}[kind], status=502)
        waits.append(tell(parcel))
    assert waits == [*(wait_after(nth) for nth in range(1, TRIES)), None]
    assert (waits[0], waits[1], waits[-2], 11 * 3600 < sum(waits[:-1]) < 13 * 3600) == (15, 30, 3600, True)
    assert notice(parcel) == ("failed", TRIES, "The shop answers 502")
    assert [row.parcel_id for row in shipments.failed_notices()] == [parcel]


def test_wrong_secrets_fail_at_once_and_trying_again_works_when_they_are_corrected(shop, kind):
    has_order(shop, kind)
    ((parcel, _),) = leave(kind, NUMBER[kind], [("MUG", 2)]).items()
    wrong = dict.fromkeys(secrets(shop, kind), "not-the-secret-of-it")
    placing.give_access(channel=kind, address=shop.address, secrets=wrong, private=True, now=NOW)
    assert tell(parcel) is None
    state, tries, said = notice(parcel)
    assert (state, tries) == ("failed", 1)
    assert said.startswith("The shop does not let Packhorse in (401): ") and said.endswith(
        "Check the secrets and scopes"
    )
    assert (tell(parcel), notice(parcel)[0]) == (None, "failed")  # nothing by itself

    placing.give_access(channel=kind, address=shop.address, secrets=secrets(shop, kind), private=True, now=NOW)
    run_sql("DELETE FROM procrastinate_jobs")
    assert shipping.tell_again([parcel], now=NOW) == 1
    assert run_sql("SELECT count(*) FROM procrastinate_jobs") == [(1,)]
    assert (tell(parcel), notice(parcel)[:2]) == (None, ("told", 1))
    assert shipping.tell_again([parcel], now=NOW) == 0


def test_an_order_the_shop_does_not_know_fails_in_words(shop, kind):
    ((parcel, _),) = leave(kind, NUMBER[kind], [("MUG", 2)]).items()
    assert tell(parcel) is None
    name = {"shopify": "Shopify", "woocommerce": "WooCommerce"}[kind]
    assert notice(parcel)[0::2] == ("failed", f"{name} has no order {NUMBER[kind]}")


@pytest.mark.parametrize("status", ["ON_HOLD", "OPEN"])
def test_units_that_shopify_has_not_open_are_left_to_a_person(shopify, status):
    shopify.order("#1001", (ONE, [("MUG", 2 if status == "ON_HOLD" else 1)]))
    shopify.orders["#1001"]["places"][0]["status"] = status
    ((parcel, _),) = leave("shopify", "#1001", [("MUG", 2)]).items()
    assert tell(parcel) is None
    assert notice(parcel)[0] == "failed" and "of MUG too many" in notice(parcel)[2] and shopify.inputs == []


def test_shopifys_user_errors_and_404_are_its_own_words(shopify):
    shopify.order("#1001", (ONE, [("MUG", 2)]))
    ((parcel, _),) = leave("shopify", "#1001", [("MUG", 2)]).items()
    refusal = {"fulfillment": None, "userErrors": [{"field": None, "message": "Fulfillment order is not ready."}]}
    shopify.trouble("Fulfil", status=200, body={"data": {"fulfillmentCreate": refusal}})
    assert tell(parcel) is None
    assert notice(parcel) == ("failed", 1, "Shopify refuses: Fulfillment order is not ready.")
    shipping.tell_again([parcel], now=NOW)
    shopify.trouble("Orders", status=404, body={"errors": "Not Found"})
    assert (tell(parcel), notice(parcel)[2]) == (None, "The shop answers 404: Not Found")


def test_an_answer_of_another_shape_is_no_endless_try(shop, kind):
    has_order(shop, kind)
    ((parcel, _),) = leave(kind, NUMBER[kind], [("MUG", 2)]).items()
    first = {"shopify": "Orders", "woocommerce": "GET order"}[kind]
    shop.trouble(first, status=200, headers={"Content-Type": "text/html"}, body=b"<html>Welcome</html>")
    assert (tell(parcel), notice(parcel)[0]) == (None, "failed")
    shipping.tell_again([parcel], now=NOW)
    shop.trouble(first, status=200, body={"data": {"orders": None}, "number": "727"})
    with pytest.raises(TypeError) if kind == "shopify" else pytest.raises(KeyError):
        tell(parcel)
    assert notice(parcel)[0] == "failed" and "This went wrong here" in notice(parcel)[2]


def test_a_shop_that_is_disconnected_before_it_was_told_fails_in_words(shop, kind):
    (parcel,) = leave(kind, NUMBER[kind], [("MUG", 2)])
    placing.connect_shop(channel=kind, kind=kind, secret="", now=NOW)
    assert (tell(parcel), notice(parcel)[0]) == (None, "failed")
    assert "gives Packhorse no access" in notice(parcel)[2]


def test_a_try_under_way_is_not_joined_by_another(shop, kind):
    has_order(shop, kind)
    (parcel,) = leave(kind, NUMBER[kind], [("MUG", 2)])
    run_sql("UPDATE shipping_shopnotice SET attempts = 1, begun_at = now()")
    assert (tell(parcel), shop.asked) == (30, [])
    run_sql("UPDATE shipping_shopnotice SET begun_at = now() - interval '31 seconds'")
    assert (tell(parcel), notice(parcel)[:2]) == (None, ("told", 2))


def test_a_try_that_always_kills_its_worker_ends_too(shop, kind):
    (parcel,) = leave(kind, NUMBER[kind], [("MUG", 2)])
    run_sql("UPDATE shipping_shopnotice SET attempts = %s, begun_at = now() - interval '1 hour'", TRIES)
    assert (tell(parcel), notice(parcel)[0], shop.asked) == (None, "failed", [])


def test_no_secret_stands_in_the_tables_or_in_what_is_said(shop, kind, caplog):
    has_order(shop, kind)
    ((parcel, _),) = leave(kind, NUMBER[kind], [("MUG", 2)]).items()
    hidden = [SIGNING, *secrets(shop, kind).values()]
    shop.trouble(EFFECT[kind], status=400, body={"message": f"I know {' and '.join(hidden[1:])}!"})
    assert tell(parcel) is None
    assert notice(parcel)[2].startswith("The shop answers 400: I know …")
    kept = run_sql("SELECT secret, access, address FROM placing_shopconnection")
    told = str(run_sql("SELECT * FROM shipping_shopnotice")) + str(run_sql("SELECT * FROM procrastinate_jobs"))
    for secret in hidden:
        assert secret not in str(kept) + told + caplog.text
    assert all(cell.startswith("sealed1:gAAAA") for cell in kept[0][:2])
