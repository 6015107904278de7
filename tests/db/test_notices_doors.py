"""Mails to customers where people and machines see them: the order, the failed ones, channels, API and command."""

import os
import re
import subprocess
import sys

import pytest
from company import NOW, run_sql
from machine import Api
from standins.connected import connect
from standins.mail import MailStandIn
from standins.shopify import ShopifyStandIn

from db.floor import ship
from db.notices import ADA, notices, place_reached, queued, send
from db.test_chosen import client_of
from packhorse.errors import Refusal
from packhorse.placing.rules import order_number
from packhorse.retention import operations, queries
from packhorse.retention.rules import KINDS, OF_SHOPS
from packhorse.web import keys


def refused_order(server, number="1"):
    order_id = place_reached(number)
    ship("BRS")
    server.troubles.append(("RCPT", "550 nobody"))
    send(queued()[0], server.mailing())
    return order_id


def test_the_order_shows_its_mails_and_sends_a_failed_one_again(mail_server):
    order_id = refused_order(mail_server)
    client, url = client_of("agent"), f"/orders/{order_number(order_id)}"
    page = client.get(url).content.decode()
    assert "Mails to the customer" in page and "The mail server refuses the address (550)." in page
    (pk,) = re.findall(r'name="notice" value="(\d+)"', page)
    assert client.post(f"{url}/notices/again", {"notice": pk}).status_code == 302
    assert (queued(), notices(order_id)) == ([int(pk)], [("shipped", "queued")])
    assert run_sql("SELECT count(*) FROM procrastinate_jobs") == [(2,)]
    assert send(int(pk), mail_server.mailing()) is None
    page = client.get(url).content.decode()
    assert ">sent<" in page and "Send again" not in page
    for wrong in ("", "x", "99999", "9" * 30):
        assert client.post(f"{url}/notices/again", {"notice": wrong}).status_code == 404


def test_a_notice_of_another_order_is_not_sent_by_this_one(mail_server):
    first = refused_order(mail_server)
    second = place_reached("2")
    answer = client_of("agent").post(
        f"/orders/{order_number(second)}/notices/again", {"notice": queries.of_order(first)[0].id}
    )
    assert (answer.status_code, notices(first)) == (404, [("shipped", "failed")])


def test_the_failed_ones_are_listed_page_by_page_and_sent_again(mail_server, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    orders = [refused_order(mail_server, str(nth)) for nth in range(3)]
    client = client_of("agent")
    page = client.get("/notices").content.decode()
    assert [order_number(each) in page for each in orders] == [False, True, True]
    (further,) = re.findall(r'href="(\?before=\d+)"', page)
    assert order_number(orders[0]) in client.get(f"/notices{further}").content.decode()
    chosen = re.findall(r'name="notice" value="(\d+)"', page)
    assert client.post("/notices", {"notice": [*chosen, "x", "9" * 40]}).status_code == 302
    assert len(queued()) == 2
    assert client.get("/notices?before=1").status_code == 200
    assert client.get("/notices?before=nonsense").status_code == 200
    assert client_of("picker").get("/notices").status_code == 403


def test_a_failed_promise_is_not_told_beside_a_newer_one(mail_server):
    order_id = place_reached()
    columns = "order_id, kind, cause, state, tries, said, waits, created_at, due_at, ended_at"
    for state, ended in (("failed", NOW), ("failed", NOW), ("queued", None)):
        run_sql(
            f"INSERT INTO retention_notice ({columns})"
            " VALUES (%s, 'promise_changed', '', %s, 0, '', false, %s, %s, %s)",
            order_id, state, NOW, NOW, ended,
        )  # fmt: skip
    failed = [row.id for row in queries.failed()]
    assert operations.send_again(failed, now=NOW) == 0
    run_sql("DELETE FROM retention_notice WHERE state = 'queued'")
    assert operations.send_again(failed, now=NOW) == 1
    assert queued() == [max(failed)]


def test_a_manager_chooses_what_a_channels_customers_are_told(mail_server):
    with ShopifyStandIn().open() as shop:
        connect("shopify", shop)
    found = queries.channels()
    assert (found["web"].kinds, found["shopify"].kinds) == (tuple(KINDS), OF_SHOPS)
    client = client_of("manager")
    page = client.get("/channels").content.decode()
    assert page.count('name="kind" value="shipped" checked') == 1 and "orders@example.com" in page
    sent = {"do": "notices", "code": "web", "kind": ["delayed", "shipped"], "language": "de"}
    assert client.post("/channels", sent).status_code == 302
    assert (queries.channels()["web"].kinds, queries.channels()["web"].language) == (("shipped", "delayed"), "de")
    for wrong, status in (({"code": "nowhere"}, 404), ({"kind": ["spam"]}, 422), ({"language": "xx"}, 422)):
        assert client.post("/channels", sent | wrong).status_code == status
    assert queries.channels()["web"].language == "de"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"kinds": ["spam"]}, "NO_SUCH_KIND"), ({"language": "xx"}, "NO_SUCH_LANGUAGE"), ({"channel": "no"}, "NOT_FOUND")],
)
def test_a_wrong_choice_is_refused(mail_server, wrong, code):
    with pytest.raises(Refusal) as caught:
        operations.choose_notices(**({"channel": "web", "kinds": ["shipped"], "language": ""} | wrong))
    assert caught.value.code == code


def test_the_same_by_api(mail_server):
    order_id = refused_order(mail_server)
    number = order_number(order_id)
    agent = Api(keys.add_key(name="agent", role="agent", now=NOW))
    _, (row,), answer = agent("GET", f"/orders/{number}/notices")
    assert (row["kind"], row["state"], row["tries"], len(row["parcel"])) == ("shipped", "failed", 1, 18)
    assert ADA not in answer.content.decode()
    assert agent("POST", f"/orders/{number}/notices/{row['id']}/again")[0] == 200
    assert agent("POST", f"/orders/{number}/notices/{row['id']}/again")[1]["code"] == "NOT_FAILED"
    assert agent("POST", f"/orders/{number}/notices/{row['id'] + 1}/again")[0] == 404
    assert agent("GET", "/orders/PH9999999/notices")[0] == 404
    assert agent("GET", "/channels/web/notices")[1] == {
        "channel": "web",
        "kinds": list(KINDS),
        "language": "",
        "chosen": False,
    }
    wanted = {"kinds": ["delayed"], "language": "fr"}
    assert agent("PUT", "/channels/web/notices", wanted)[0] == 403
    manager = Api(keys.add_key(name="boss", role="manager", now=NOW))
    assert manager("PUT", "/channels/web/notices", wanted)[1] == {"channel": "web", "chosen": True} | wanted
    for wrong in ({"kinds": ["spam"]}, {"kinds": [], "language": "xx"}, {}, {"kinds": ["delayed"] * 8}, {"kinds": "x"}):
        assert manager("PUT", "/channels/web/notices", wrong)[0] == 422
    assert manager("PUT", "/channels/nowhere/notices", wanted)[0] == 404
    assert manager("PUT", "/channels/web/notices", {"kinds": []})[1]["kinds"] == []


def command(*args, **more):
    run = [sys.executable, "-m", "packhorse.cli", "mail", "test", *args]
    return subprocess.run(run, capture_output=True, text=True, timeout=60, env=os.environ | more)


def test_the_command_hands_a_test_in_or_says_why_not():
    with MailStandIn().open() as server:
        mail = {"PACKHORSE_MAIL_URL": f"smtp://127.0.0.1:{server.port}", "PACKHORSE_MAIL_FROM": "orders@example.com"}
        done = command("--to", ADA, **mail)
        assert (done.returncode, done.stdout) == (0, f"127.0.0.1:{server.port} has taken the mail.\n"), done.stderr
        assert [taken.to for taken in server.mails] == [[ADA]]
        server.troubles.append(("RCPT", "550 no"))
        done = command("--to", ADA, **mail)
        assert (done.returncode, done.stderr) == (2, "packhorse: The mail server refuses the address (550).\n")
        assert "--to must be a plain mail address" in command("--to", "nobody", **mail).stderr
    assert "No mail server is named" in command("--to", ADA).stderr
    wrong = {"PACKHORSE_MAIL_URL": "smtp://u:secret@mail.example.com"}
    done = command("--to", ADA, **wrong)
    assert done.returncode == 2 and "secret" not in done.stderr
    assert "PACKHORSE_MAIL_URL would send the password for all to read" in done.stderr
    done = command("--to", ADA, PACKHORSE_MAIL_URL="smtp://mail.example.com")
    assert "PACKHORSE_MAIL_FROM must be set with PACKHORSE_MAIL_URL" in done.stderr
    done = command("--to", ADA, **mail | {"PACKHORSE_MAIL_FROM": "Us <us@example.com>"})
    assert "PACKHORSE_MAIL_FROM must be a plain mail address" in done.stderr
