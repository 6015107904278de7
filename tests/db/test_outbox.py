"""Events are kept with their cause, told once, and what fails is tried again and at last set aside."""

from datetime import timedelta

import pytest
from company import NOW, run_sql
from django.db import transaction

from db.floor import at_once
from packhorse import events
from packhorse.outbox import wiring
from packhorse.outbox.publish import publish
from packhorse.outbox.relay import TRIES, drain
from packhorse.web.wiring import WIRING

heard = []
poison = set()


def hear(batch, *, now):
    """Leave an effect for every event, and fail at a poisoned one."""
    for event in batch:
        run_sql(
            "INSERT INTO placing_channel (code, name, currency, file_mapping) VALUES (%s, 'told', 'GBP', '{}')",
            f"{event.order_id}",
        )
        if event.order_id in poison:
            raise ValueError(f"cannot take order {event.order_id}")
    heard.extend(event.order_id for event in batch)


def hear_too(batch, *, now):
    """A second one who must hear of everything."""
    heard.extend(-event.order_id for event in batch)


def cause_more(batch, *, now):
    """What is heard causes something else."""
    with transaction.atomic():
        publish([events.OrderCancelled(event.order_id, ((1, 2),)) for event in batch], now=now, actor="chain")


def hear_lines(batch, *, now):
    heard.extend(batch)


@pytest.fixture(autouse=True)
def wired():
    """Each test lays a wiring of its own; at its end the real one is back."""
    heard.clear()
    poison.clear()
    wiring.wire({events.OrderPlaced: [hear]})
    yield
    wiring.wire(WIRING)


def tell(*order_ids):
    with transaction.atomic():
        publish([events.OrderPlaced(each) for each in order_ids], now=NOW, actor="test")


def effects():
    return [int(row[0]) for row in run_sql("SELECT code FROM placing_channel ORDER BY code::int")]


def waiting():
    return run_sql("SELECT attempts, error, set_aside_at IS NOT NULL FROM outbox_delivery ORDER BY id")


def test_a_handler_and_its_done_mark_are_one_transaction(db):
    tell(1, 2, 3)
    assert drain(now=NOW) == 3
    assert (heard, effects(), waiting()) == ([1, 2, 3], [1, 2, 3], [])
    assert drain(now=NOW) == 0


def test_a_failing_event_leaves_no_effect_and_the_others_of_its_batch_go_on(db):
    poison.add(2)
    tell(1, 2, 3)
    drain(now=NOW)
    assert effects() == [1, 3]
    assert sorted(heard) == [1, 3]
    assert waiting() == [(1, "ValueError: cannot take order 2", False)]


def test_a_failed_event_is_told_again_later_and_not_before(db):
    poison.add(2)
    tell(2)
    drain(now=NOW)
    poison.clear()
    assert drain(now=NOW) == 0
    assert drain(now=NOW + timedelta(seconds=1)) == 1
    assert (effects(), waiting()) == ([2], [])


def test_after_the_last_try_an_event_is_set_aside_with_its_error(db):
    poison.add(2)
    tell(2)
    for nth in range(TRIES + 3):
        drain(now=NOW + timedelta(hours=nth))
    assert waiting() == [(TRIES, "ValueError: cannot take order 2", True)]
    assert effects() == []


def test_each_try_waits_longer_than_the_one_before(db):
    poison.add(2)
    tell(2)
    now, waits = NOW, []
    for _ in range(TRIES - 1):
        drain(now=now)
        due = run_sql("SELECT next_try_at FROM outbox_delivery")[0][0]
        waits.append(due - now)
        now = due
    assert waits == sorted(set(waits))


def test_an_event_of_a_transaction_that_was_rolled_back_never_existed(db):
    with pytest.raises(RuntimeError), transaction.atomic():
        publish([events.OrderPlaced(7)], now=NOW, actor="test")
        raise RuntimeError
    assert run_sql("SELECT count(*) FROM outbox_event") == [(0,)]
    assert drain(now=NOW) == 0


def test_an_event_that_nobody_hears_is_kept_as_history(db):
    with transaction.atomic():
        publish([events.ParcelTracked(7, 1, "in_transit")], now=NOW, actor="test")
    assert run_sql("SELECT kind, order_id, actor FROM outbox_event") == [("ParcelTracked", 7, "test")]
    assert waiting() == []


def test_everyone_wired_hears_of_an_event_once(db):
    wiring.wire({events.OrderPlaced: [hear, hear_too]})
    poison.add(2)
    tell(1, 2)
    drain(now=NOW)
    assert sorted(heard) == [-2, -1, 1]
    assert len(waiting()) == 1


def test_what_a_handler_causes_is_told_in_the_same_drain_as_it_was_published(db):
    wiring.wire({events.OrderCancelled: [hear_lines], events.OrderPlaced: [cause_more]})
    tell(1)
    assert drain(now=NOW) == 2
    assert heard == [events.OrderCancelled(1, ((1, 2),))]


@pytest.mark.parametrize(
    ("kind", "payload", "error"),
    [
        ("OrderPlaced", '{"order": 1}', "TypeError"),
        ("OrderPlaced", "{}", "TypeError"),
        ("OrderPlaced", "[]", "AttributeError"),
        ("OrderEaten", '{"order_id": 1}', "KeyError"),
    ],
)
def test_an_unknown_kind_or_payload_is_set_aside_and_hinders_nobody(db, kind, payload, error):
    run_sql(
        "WITH told AS (INSERT INTO outbox_event (kind, order_id, payload, at, actor) "
        "VALUES (%s, 1, %s::jsonb, now(), 'old') RETURNING id) INSERT INTO outbox_delivery "
        "(event_id, handler, attempts, next_try_at, error) SELECT id, %s, 0, now(), '' FROM told",
        kind,
        payload,
        wiring.name_of(hear),
    )
    tell(5)
    for nth in range(TRIES):
        drain(now=NOW + timedelta(hours=nth))
    assert effects() == [5]
    (left,) = waiting()
    assert left[1].startswith(error)
    assert left[2] is True


def test_a_batch_is_never_larger_than_asked_for_and_nothing_is_left(db):
    sizes = []

    def measure(batch, *, now):
        sizes.append(len(batch))

    wiring.wire({events.OrderPlaced: [measure]})
    tell(*range(1, 11))
    assert drain(now=NOW, batch=4) == 10
    assert sizes == [4, 4, 2]


def test_two_relays_never_give_one_delivery_twice(own_db):
    tell(*range(1, 401))
    taken = at_once(4, lambda nth: drain(now=NOW, batch=7))
    assert sorted(heard) == effects() == list(range(1, 401))
    assert sum(taken) == 400
    assert sum(1 for share in taken if share) > 1
    assert waiting() == []


def test_a_relay_that_is_told_to_stop_leaves_the_rest_for_later(db):
    tell(1, 2, 3, 4)
    asked = iter([False, True, True, True])
    assert drain(now=NOW, batch=1, stop=lambda: next(asked, True)) == 1
    assert (effects(), drain(now=NOW)) == ([1], 3)
