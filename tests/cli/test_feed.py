"""`packhorse feed`: shops are listed, and compared when a person asks."""

import os
import subprocess
import sys

from standins.connected import open_connected
from standins.feeding import sell_all, settle, turn_on
from standins.woocommerce import WooStandIn

from packhorse.feed import queries


def packhorse(url, *words):
    env = {**os.environ, "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "packhorse.cli", "feed", *words], env=env, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


def test_feeds_are_listed_and_compared_by_command(own_db):
    with WooStandIn().open() as woo:
        open_connected("woocommerce", woo)
        assert packhorse(own_db, "list") == (0, "", "")
        code, _, words = packhorse(own_db, "compare", "woocommerce")
        assert (code, "is not told of stock. Turn that on first" in words) == (2, True)
        sell_all(woo)
        turn_on("woocommerce")
        settle()
        code, words, _ = packhorse(own_db, "list")
        assert (code, words.startswith("woocommerce  on  told ")) == (0, True)
        assert words.endswith("0 waiting  0 refused\n")
        assert packhorse(own_db, "compare", "woocommerce")[:2] == (0, "The shop of woocommerce is being compared.\n")
        settle()
        run = queries.last_run("woocommerce")
        assert (run.actor, run.state) == ("command", "done")
