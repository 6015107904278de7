"""The job queue: jobs come and go with their cause, old ones are forgotten, and it costs others little."""

import subprocess
import sys
import time

from company import NOW, run_sql
from django.db import transaction
from procrastinate.contrib.django import app
from standins.connected import notice, open_connected, send_hook
from standins.woocommerce import WooStandIn

from db.floor import ship
from packhorse.shipping import operations as shipping
from packhorse.web.queue import Queue

HEAVY = ("httpx", "cryptography", "numba", "procrastinate.contrib.django")


def jobs():
    return run_sql("SELECT status::text FROM procrastinate_jobs ORDER BY id")


def wait_until(true):
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_jobs_are_rolled_back_with_their_cause_even_beside_a_running_worker(own_db):
    with WooStandIn().open() as woo:
        open_connected("woocommerce", woo)
        order = send_hook("woocommerce", "727", [("MUG", 1)])
        (parcel,) = ship("BRS")
        run_sql("DELETE FROM procrastinate_jobs")
        run_sql("DELETE FROM shipping_shopnotice")
        with Queue():
            wait_until(lambda: run_sql("SELECT count(*) FROM procrastinate_workers") == [(1,)])
            with transaction.atomic():
                shipping.notify_shops({parcel: order}, now=NOW)
                assert jobs() == [("todo",)]
                transaction.set_rollback(True)
            assert (jobs(), notice(parcel)) == ([], None)
        assert (run_sql("SELECT count(*) FROM procrastinate_workers"), woo.asked) == ([(0,)], [])


def test_a_parcel_is_noted_once_however_often_it_is_told_of(db, quick):
    with WooStandIn().open() as woo:
        open_connected("woocommerce", woo)
        order = send_hook("woocommerce", "727", [("MUG", 1)])
        (parcel,) = ship("BRS")
        shipping.notify_shops({parcel: order}, now=NOW)
        assert (jobs(), run_sql("SELECT count(*) FROM shipping_shopnotice")) == ([("todo",)], [(1,)])


def test_jobs_that_ended_a_week_ago_are_forgotten(own_db):
    for nth in (1, 2):
        app.configure_task("gone", allow_unknown=True, queue="none", task_kwargs={"nth": nth}).defer()
    run_sql("UPDATE procrastinate_jobs SET status = 'doing'")
    run_sql("UPDATE procrastinate_jobs SET status = 'failed'")
    run_sql("UPDATE procrastinate_events SET at = now() - interval '8 days' WHERE job_id = 1")
    with Queue():
        wait_until(lambda: run_sql("SELECT id FROM procrastinate_jobs") == [(2,)])


def test_the_command_and_the_console_carry_no_weight_of_it():
    say = "import sys; {}; print(*sorted(name for name in {!r} if name in sys.modules))"
    command = say.format("import packhorse.cli", HEAVY)
    console = say.format("import django; django.setup(); import packhorse.web.urls", HEAVY[:3])
    for text in (command, console):
        done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
