"""Bytes on their way to printers: taken whole, or a clear word why not; and what makes no printer."""

import socket

import pytest
from standins.printer import IppPrinter, RawPrinter

from packhorse.shipping.printing import Page, PrinterAway, PrinterRefused, send
from packhorse.shipping.rules import NewPrinter, ipp_address, print_wait, printer_faults, raw_address

LABEL = Page(b"^XA^FDx^XZ", "zpl", "PH1 label")
RIGHT = NewPrinter("P", "LDS", "raw", "10.0.0.21", "zpl203", ("label",))


def test_a_raw_printer_takes_all_of_it():
    with RawPrinter().open() as printer:
        send(LABEL, kind="raw", address=printer.address, seconds=5)
        send(Page(b"%PDF" + b"x" * 3_000_000, "pdf", "slip"), kind="raw", address=printer.address, seconds=5)
        assert [len(job) for job in printer.wait(2)] == [len(LABEL.content), 3_000_004]


def test_one_that_never_closes_its_side_has_printed_what_it_took():
    with RawPrinter().open() as printer:
        printer.slow = True
        send(LABEL, kind="raw", address=printer.address, seconds=5)
        assert printer.wait() == [LABEL.content]


def test_one_that_is_off_or_takes_nothing_is_away():
    with RawPrinter().open() as printer:
        printer.stuck = True
        with pytest.raises(PrinterAway, match=r"took nothing in 1 seconds.*is there paper"):
            send(Page(b"x" * 20_000_000, "pdf", "slip"), kind="raw", address=printer.address, seconds=1)
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(PrinterAway, match="connection refused"):
        send(LABEL, kind="raw", address=address, seconds=1)


def test_a_print_server_is_given_a_job():
    with IppPrinter().open() as server:
        send(Page(b"%PDF-1.4", "pdf", "PH1 slip"), kind="ipp", address=server.address, seconds=5)
        send(LABEL, kind="ipp", address=server.address, seconds=5)
        (slip, pdf), (label, zpl) = server.jobs
    assert (slip["printer-uri"], slip["job-name"], slip["document-format"], pdf) == (
        server.address, "PH1 slip", "application/pdf", b"%PDF-1.4",
    )  # fmt: skip
    assert (label["document-format"], zpl) == ("application/vnd.cups-raw", LABEL.content)


@pytest.mark.parametrize(
    ("status", "http", "kind", "words"),
    [
        (0x0507, 200, PrinterAway, "it is busy"),
        (0x0406, 200, PrinterRefused, "does not know such a printer"),
        (0x0499, 200, PrinterRefused, "status 0x0499"),
        (0, 404, PrinterRefused, "HTTP status 404"),
        (0, 503, PrinterAway, "HTTP status 503"),
    ],
)
def test_what_it_answers_is_said_in_words(status, http, kind, words):
    with IppPrinter().open() as server:
        server.status, server.http = status, http
        with pytest.raises(PrinterAway, match=words) as caught:
            send(LABEL, kind="ipp", address=server.address, seconds=5)
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10.0.0.21", ("10.0.0.21", 9100)),
        ("labels.local:9101", ("labels.local", 9101)),
        ("[fe80::1]:9100", ("fe80::1", 9100)),
        ("10.0.0.21:0", None),
        ("10.0.0.21:70000", None),
        ("a b", None),
        ("http://10.0.0.21", None),
        ("", None),
    ],
)
def test_addresses_of_raw_printers(text, found):
    assert raw_address(text) == found


def test_addresses_of_print_servers():
    assert ipp_address("ipp://cups/printers/a") == "http://cups:631/printers/a"
    assert ipp_address("ipps://cups:8631") == "https://cups:8631/"
    assert [ipp_address(each) for each in ("http://cups/", "ipp://user@cups/", "ipp://cups/a?b", "ipp://")] == [
        None
    ] * 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, None),
        ({"name": " "}, "name: give"),
        ({"kind": "usb"}, "kind: use one of raw, ipp"),
        ({"address": "x y"}, "write host or host:port"),
        ({"kind": "ipp"}, "write it as ipp://"),
        ({"language": "epl"}, "language: use one of"),
        ({"papers": ("slip",)}, "speaks ZPL prints labels only"),
        ({"papers": ()}, "papers: say which"),
        ({"papers": ("poem",), "language": "pdf"}, "papers: use some of"),
        ({"medium": "a5"}, "medium: use one of"),
        ({"bench": "b" * 41}, "bench: at most 40"),
    ],
)
def test_what_makes_no_printer_is_said(change, words):
    found = printer_faults(NewPrinter(**vars(RIGHT) | change))
    assert (found == []) if words is None else any(words in each for each in found)


def test_waits_grow_and_end():
    assert [print_wait(tries) for tries in (1, 2, 3, 4, 5, 50)] == [4, 8, 16, 32, 60, 60]
