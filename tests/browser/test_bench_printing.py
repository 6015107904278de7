"""A bench with a scale on a serial line and a label printer: weighed, closed, labelled and printed without typing."""

import os
import subprocess
import sys
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager

from company import NOW, place_and_source
from db.floor import begin, fill, fulfillment, walk_and_sort
from playwright.sync_api import Page, expect
from standins.printer import RawPrinter

from browser.conftest import sign_in, width_of
from browser.test_pages import _axe
from packhorse.packing import queries as parcels
from packhorse.shipping import operations, queries
from packhorse.shipping.rules import NewPrinter
from packhorse.web import keys


class Scale:
    """A scale that speaks continuously over a pseudo terminal; `says` is its line, None: it is mute."""

    def __init__(self) -> None:
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self._slave, self.port, self.says = slave, os.ttyname(slave), None
        self._off = threading.Event()
        self._voice = threading.Thread(target=self._speak, daemon=True)

    @contextmanager
    def on(self) -> Iterator["Scale"]:
        self._voice.start()
        try:
            yield self
        finally:
            self._off.set()
            self._voice.join(5)
            os.close(self._master)
            os.close(self._slave)

    def _speak(self) -> None:
        while not self._off.wait(0.1):
            if self.says:
                os.write(self._master, f"{self.says}\r\n".encode())


@contextmanager
def agent(port: str, url: str, key: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "packhorse.cli", "scale", "--port", port, "--warehouse", "BRS"]
    running = subprocess.Popen(
        [*command, "--bench", "Bench 1", "--url", url],
        env={**os.environ, "PACKHORSE_SCALE_KEY": key},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        running.terminate()
        running.communicate(timeout=10)


def test_the_scale_fills_in_the_weight_and_the_label_comes_out_of_the_printer(page: Page, console: str) -> None:
    order_id = place_and_source("1", {"MUG": 1})
    walk_and_sort("BRS")
    (parcel_id,) = begin(fulfillment(order_id).id)
    fill(parcel_id)
    parcel = parcels.by_id([parcel_id])[parcel_id]
    key = keys.add_key(name="scale 1", role="scale", now=NOW)
    with RawPrinter().open() as printer, Scale().on() as scale, agent(scale.port, console, key):
        labels = NewPrinter("Labels 1", "BRS", "raw", printer.address, "zpl203", ("label",), bench="Bench 1")
        operations.keep_printer(printer=labels)
        sign_in(page, "manager")
        page.goto("/pack?warehouse=BRS")
        page.select_option("#bench-here", "Bench 1")
        page.click("text=Choose")
        expect(page.locator("main")).to_contain_text("Printed here by itself: label on Labels 1.")
        scale.says = "S D      9.999 kg"  # it still moves
        page.goto(f"/pack/{parcel.sscc}")
        expect(page.locator("#grams")).to_be_visible()
        scale.says = f"S S  {parcel.expected_g / 1000:9.3f} kg"
        button = page.locator("button", has_text="On the scale")
        expect(button).to_contain_text(f"{parcel.expected_g / 1000:.2f} kg", timeout=15_000)
        assert _axe(page) == []
        scale.says = None
        expect(page.locator("main")).to_contain_text("The scale of Bench 1 says nothing", timeout=15_000)
        scale.says = f"S S  {parcel.expected_g / 1000:9.3f} kg"
        button.click(timeout=15_000)
        expect(page.locator("main")).to_contain_text("Label: printed on Labels 1.", timeout=20_000)
        (zpl,) = printer.wait()
        assert zpl.decode() == queries.label_zpl(parcel_id)
        assert width_of(page) == 390 and _axe(page) == []
