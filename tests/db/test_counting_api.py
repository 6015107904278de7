"""Counts by scanners of other makes."""

import pytest
from company import NOW, differences, in_bin, open_company
from machine import Api

from db.counting import begin, refused
from packhorse.counting.rules import count_id_of
from packhorse.web import keys
from packhorse.web.logins import add_user


@pytest.fixture
def api(db):
    open_company()
    return Api(keys.add_key(name="scanner", role="manager", now=NOW))


def asked(api, **more):
    status, answer, _ = api("POST", "/counts", {"warehouse": "BRS", "bin": "A1"} | more)
    assert status == 201, answer
    return answer["number"]


def hand_in(api, number, lines, counter, **more):
    assert api("POST", f"/counts/{number}/begin", {"counter": counter})[0] == 200
    body = {"lines": [{"code": code, "quantity": units} for code, units in lines.items()], "counter": counter} | more
    return api("POST", f"/counts/{number}/lines", body)


def logins(*names):
    for name in names:
        add_user(name=name, password="correct horse battery staple", role="picker")


def test_a_count_from_the_wish_to_the_ledger(api):
    logins("ann", "ben")
    number = asked(api, sku="MUG")
    status, answer, _ = hand_in(api, number, {"MUG": 8}, "ann")
    assert (status, answer["outcome"], answer["count"]["state"]) == (200, "recount", "recount")
    assert "10" not in str({**answer, "count": {**answer["count"], "number": "", "due_on": ""}})
    assert hand_in(api, number, {"MUG": 8}, "ben")[1]["outcome"] == "approval"
    assert [each["number"] for each in api("GET", "/counts?state=approval&warehouse=BRS")[1]["counts"]] == [number]
    status, answer, _ = api("POST", f"/counts/{number}/decide", {"act": "approve", "note": "stolen"})
    assert (status, answer["state"], answer["result"]) == (200, "done", "approved")
    assert in_bin("BRS", "A1", "MUG") == (8, 0)
    assert differences() == {}


def test_the_same_request_again_counts_once(api):
    number = asked(api)
    api("POST", f"/counts/{number}/begin", {})
    body = {"lines": [{"code": "MUG", "quantity": 10}]}
    first = api("POST", f"/counts/{number}/lines", body, key="k")
    again = api("POST", f"/counts/{number}/lines", body, key="k")
    assert (first[1]["outcome"], again[1], again[2]["Idempotent-Replayed"]) == ("expected", first[1], "true")


def test_a_wrong_line_is_named_and_nothing_is_counted(api):
    number = asked(api)
    status, answer, _ = hand_in(api, number, {"MUG": 10, "NOPE": 1}, "ann")
    assert (status, answer["code"], answer["text"][:8]) == (422, "UNKNOWN_PRODUCT", "lines.1:")
    assert hand_in(api, number, {"MUG": 10}, "ann")[1]["outcome"] == "expected"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("begin", {"counter": "\x00"}, 422, "INVALID"),
        ("lines", {"lines": []}, 409, "NOT_COUNTING"),
        ("lines", {"lines": [{"code": "MUG", "quantity": 0}]}, 422, "INVALID"),
        ("lines", {"lines": [{"code": "MUG", "quantity": 1.5}]}, 422, "INVALID"),
        ("decide", {"act": "approve", "note": "x"}, 409, "NOTHING_TO_APPROVE"),
        ("decide", {"act": "shrug", "note": "x"}, 422, "INVALID"),
        ("decide", {"act": "drop", "note": " "}, 422, "REASON_WANTED"),
    ],
)
def test_bad_input_is_refused_in_words(api, path, body, status, code):
    answer = api("POST", f"/counts/{asked(api)}/{path}", body)
    assert (answer[0], answer[1]["code"]) == (status, code)


def test_lists_go_by_pages_and_what_is_not_there_is_refused(api):
    numbers = [asked(api, bin=spot) for spot in ("A1", "A2", "A3")]
    first = api("GET", "/counts?limit=2")[1]
    assert [each["number"] for each in first["counts"]] == [numbers[2], numbers[1]]
    rest = api("GET", f"/counts?limit=2&after={first['next']}")[1]
    assert ([each["number"] for each in rest["counts"]], rest["next"]) == ([numbers[0]], None)
    assert api("GET", "/counts?after=x")[0] == 422
    assert api("GET", "/counts?warehouse=X")[0] == 404
    assert api("GET", "/counts/CT9999999")[0] == 404
    assert api("POST", "/counts", {"warehouse": "BRS", "bin": "Z9"})[1]["code"] == "UNKNOWN_BIN"
    assert api("POST", "/counts", {"warehouse": "BRS", "bin": "A1", "sku": "NOPE"})[1]["code"] == "UNKNOWN_PRODUCT"


def test_a_pickers_key_counts_but_decides_nothing_and_a_shops_sees_nothing(api):
    number = asked(api)
    picker = Api(keys.add_key(name="gun", role="picker", now=NOW))
    assert hand_in(picker, number, {"MUG": 10}, "ann")[1]["outcome"] == "expected"
    assert picker("POST", f"/counts/{number}/decide", {"act": "drop", "note": "x"})[0] == 403
    shop = Api(keys.add_key(name="shop", role="manager", channel="web", now=NOW))
    assert [shop("GET", path)[0] for path in ("/counts", f"/counts/{number}")] == [403, 403]
    agent = Api(keys.add_key(name="desk", role="agent", now=NOW))
    assert agent("POST", "/counts", {"warehouse": "BRS", "bin": "A2"})[0] == 201
    assert agent("POST", f"/counts/{number}/begin", {})[0] == 403


@pytest.mark.parametrize("second", ["ann2", "ann", "", "ben"])
def test_another_name_on_the_same_key_is_not_somebody_else_unless_both_are_logins(api, second):
    logins("ben")
    number = asked(api)
    assert hand_in(api, number, {"MUG": 7}, "ann")[1]["outcome"] == "recount"
    status, answer, _ = api("POST", f"/counts/{number}/begin", {"counter": second})
    assert (status, answer["code"]) == (409, "SOMEBODY_ELSE")
    other = Api(keys.add_key(name="gun", role="picker", now=NOW))
    assert hand_in(other, number, {"MUG": 7}, "ann2")[1]["outcome"] == "approval"


def test_a_login_is_the_same_person_on_every_key_and_in_the_console(api):
    logins("ann", "ben")
    number = asked(api)
    assert hand_in(api, number, {"MUG": 7}, "ann")[1]["outcome"] == "recount"
    other = Api(keys.add_key(name="gun", role="picker", now=NOW))
    assert other("POST", f"/counts/{number}/begin", {"counter": "ann"})[1]["code"] == "SOMEBODY_ELSE"
    refused("SOMEBODY_ELSE", begin, count_id_of(number), "ann")
    assert hand_in(api, number, {"MUG": 7}, "ben")[1]["outcome"] == "approval"
