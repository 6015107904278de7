"""HTTP: no way into the merchant's own network, limits on size and time, no redirections, no secrets said."""

import socket
import ssl
import threading

import pytest
from standins.server import StandIn

from packhorse.outside import Client, Refused, TryLater
from packhorse.outside import client as http


class Echo(StandIn):
    """Answers whatever is asked."""

    def name(self, asked):
        return asked.path

    def answer(self, asked):
        return 200, {"path": asked.path}


@pytest.fixture
def echo():
    with Echo().open() as shop:
        yield shop


def ask(address, path="/x", *, private=True, **more):
    with Client(address, hidden=["the-secret"], private=private) as client:
        return client.ask("GET", path, headers={}, **more)


def test_a_request_goes_to_the_path_of_the_shop_by_its_name(echo):
    assert ask(echo.address + "/shop", "/x", params={"a": "b c"}) == {"path": "/shop/x"}
    (asked,) = echo.asked
    assert (asked.params, asked.headers["user-agent"], asked.body) == ({"a": "b c"}, http.AGENT, None)


def named(monkeypatch, *numbers):
    found = [(socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, 443)) for each in numbers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize(
    "numbers",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "10.1.2.3"],
        ["::1"],
        ["::ffff:192.168.0.1"],
        ["2002:7f00:1::"],
        ["fd00::1"],
        ["169.254.169.254"],
        ["0.0.0.0"],
        ["224.0.0.1"],
        ["100.64.0.1"],
    ],
)
def test_a_name_that_leads_into_the_house_is_not_followed(monkeypatch, numbers):
    named(monkeypatch, *numbers)
    with pytest.raises(Refused, match="leads to this machine or its network"):
        ask("https://shop.example.com", private=False)


def test_without_https_nothing_is_sent(monkeypatch, echo):
    with pytest.raises(Refused, match="without https"):
        ask(echo.address, private=False)
    assert echo.asked == []


def test_a_certificate_must_be_good_and_the_name_counts_though_the_number_is_called(monkeypatch):
    """A server with no certificate the world knows: the handshake fails, and it was asked for by name."""
    asked_for = []
    listening = socket.create_server(("127.0.0.1", 0))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = lambda _socket, name, _context: asked_for.append(name)

    def serve():
        connection, _ = listening.accept()
        with connection, pytest.raises(OSError):
            context.wrap_socket(connection, server_side=True)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listening.getsockname()[1]
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *rest, **more: real("127.0.0.1", *rest, **more))
    with pytest.raises(TryLater, match="does not answer"):
        ask(f"https://shop.example.com:{port}")
    thread.join(10)
    listening.close()
    assert asked_for == ["shop.example.com"]


def test_a_redirection_is_not_followed(echo):
    echo.trouble("/x", status=301, headers={"Location": "http://169.254.169.254/latest"}, body={})
    with pytest.raises(Refused, match="sends on to http://169"):
        ask(echo.address)
    assert len(echo.asked) == 1


def test_an_answer_without_end_is_cut_off(echo):
    echo.trouble("/x", status=200, body=b" " * (http.LARGEST + 1))
    with pytest.raises(Refused, match="larger than"):
        ask(echo.address)


def test_all_requests_of_a_parcel_have_one_time_limit(echo):
    with Client(echo.address, private=True, seconds=-1) as client, pytest.raises(TryLater, match="took longer"):
        client.ask("GET", "/x", headers={})


def test_nobody_there_is_another_time(echo):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(TryLater, match=r"does not answer \(ConnectError\)"):
            ask(nobody)


def test_the_shops_words_hold_no_secret_no_markup_and_no_novel(echo):
    said = "<b>No</b>\x07 entry for the-secret " + "x" * 500
    echo.trouble("/x", status=403, body={"message": said})
    with pytest.raises(Refused) as refused:
        ask(echo.address)
    assert refused.value.text.startswith("The shop does not let Packhorse in (403): No entry for … xxx")
    assert len(refused.value.text) < 300 and refused.value.status == 403
    for body in (b"[" * 100_000, b"\xff\xfe", b"", b"null", b"3"):
        echo.trouble("/x", status=400, body=body)
        with pytest.raises(Refused, match="The shop answers 400"):
            ask(echo.address)


def test_a_file_that_the_other_side_names_is_fetched_from_where_it_stands(echo):
    with Echo().open() as store, Client(echo.address, private=True, hidden=["the-secret"]) as client:
        assert b'"path": "/labels/a.zpl"' in client.fetch(f"{store.address}/labels/a.zpl?part=1")
        (asked,) = store.asked
        assert (asked.params, "authorization" in asked.headers, echo.asked) == ({"part": "1"}, False, [])


def test_no_file_is_fetched_from_the_merchants_own_network(monkeypatch):
    named(monkeypatch, "10.1.2.3")
    with Client("https://api.example.com") as client, pytest.raises(Refused, match="leads to this machine"):
        client.fetch("https://files.example.com/a.zpl")
    with Client("https://api.example.com") as client, pytest.raises(Refused, match="names no address"):
        client.fetch("a.zpl")
