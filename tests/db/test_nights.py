"""What is done once a night is done once, whoever asks, and again when it went wrong."""

from datetime import timedelta

import pytest
from company import NOW, open_company, receive, run_sql, site

from packhorse.web.nights import DUTIES, JOB, PATIENCE, ask_nights, keep_nights

NEXT = NOW + timedelta(days=1)


def test_each_duty_is_done_once_a_night(db):
    open_company()
    assert keep_nights(now=NOW) == list(DUTIES)
    assert keep_nights(now=NOW) == []
    assert keep_nights(now=NEXT) == list(DUTIES)


def test_nothing_is_done_before_the_night_begins(db):
    assert keep_nights(now=NOW.replace(hour=1, minute=59)) == []


def test_a_duty_that_goes_wrong_is_done_again_and_the_others_go_on(db):
    calls = []

    def breaks(now):
        calls.append(now)
        raise ValueError("no")

    duties = {"one": breaks, "two": lambda now: "fine"}
    assert keep_nights(now=NOW, duties=duties) == ["two"]
    assert keep_nights(now=NOW, duties=duties) == []
    assert len(calls) == 2


@pytest.mark.parametrize(("later", "again"), [(PATIENCE - timedelta(minutes=1), []), (PATIENCE * 1.1, ["one"])])
def test_a_duty_whose_worker_died_is_taken_up_by_another_after_a_while(db, later, again):
    run_sql("INSERT INTO web_nightduty (name, night, begun_at, said) VALUES ('one', %s, %s, '')", NOW.date(), NOW)
    assert keep_nights(now=NOW + later, duties={"one": lambda now: ""}) == again


def test_what_was_there_at_midnight_is_kept(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    receive("BRS", "A2", "MUG", 4)
    keep_nights(now=NEXT)
    assert run_sql("SELECT on_hand FROM inventory_stocksnapshot WHERE warehouse_id = %s", site("BRS")) == [(14,)]


def test_they_are_asked_of_the_job_queue_once_and_only_while_something_is_left(db):
    open_company()
    assert not ask_nights(now=NOW.replace(hour=1))
    assert ask_nights(now=NOW)
    assert not ask_nights(now=NOW)  # it waits already
    assert run_sql("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", JOB) == [(1,)]
    run_sql("DELETE FROM procrastinate_jobs")
    keep_nights(now=NOW)
    assert not ask_nights(now=NOW)
