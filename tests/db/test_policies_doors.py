"""A manager's rules by JSON, by page, and from the side of a warehouse's file."""

from company import NOW, open_company, place_and_source
from machine import Api

from db.test_chosen import client_of
from db.test_policies import WHO, live, states
from packhorse.network import queries as places
from packhorse.placing.rules import order_number
from packhorse.sourcing import operations, queries
from packhorse.web import keys, warehouse_files


def test_rules_by_json(db):
    open_company()
    api = Api(keys.add_key(name="boss", role="manager", now=NOW))
    body = {
        "name": "peak",
        "weights": {"split": 80},
        "rules": [{"kind": "exclude", "warehouses": ["BRS"], "valid_from": "2024-01-01"}],
    }
    status, made, _ = api("POST", "/sourcing/rules", body)
    assert (status, made["version"], made["state"], made["weights"]["split"]) == (201, 1, "draft", 80)
    assert made["rules"] == [{"kind": "exclude", "warehouses": ["BRS"], "valid_from": "2024-01-01"}]
    status, told, _ = api("PUT", "/sourcing/rules/1", body | {"rules": [{"kind": "tie", "warehouses": ["XXX"]}]})
    assert (status, told["code"], told["details"]) == (422, "RULE_WRONG", {"rule": 1, "field": "warehouses"})
    assert api("PUT", "/sourcing/rules/1", body | {"note": "again"})[1]["note"] == "again"
    assert api("POST", "/sourcing/rules/1/shadow")[1]["state"] == "shadow"
    assert api("POST", "/sourcing/rules/1/live")[1]["state"] == "live"
    assert api("PUT", "/sourcing/rules/1", body)[1]["code"] == "NO_DRAFT"
    assert [step["state"] for step in api("GET", "/sourcing/rules/1")[1]["steps"]] == ["draft", "shadow", "live"]
    order_id = place_and_source("1")
    (decision,) = api("GET", f"/orders/{order_number(order_id)}/decisions")[1]
    assert "rule 1 of version 1" in {c["excluded"].partition(":")[0] for c in decision["candidates"]}
    assert api("POST", "/sourcing/rules/1/retire")[1]["state"] == "retired"
    assert [row["version"] for row in api("GET", "/sourcing/rules")[1]["versions"]] == [1]
    assert api("GET", "/sourcing/rules/9")[0] == 404
    clerk = Api(keys.add_key(name="clerk", role="agent", now=NOW))
    assert clerk("GET", "/sourcing/rules")[0] in (401, 403)
    assert clerk("POST", "/sourcing/rules", body)[0] in (401, 403)


def test_a_manager_writes_rules_on_a_page(db):
    open_company()
    boss = client_of("manager")
    page = boss.post("/sourcing-rules", {"name": "peak"}).url
    assert page == "/sourcing-rules/1"
    rule = {"kind": "tie", "classes": ["ambient"], "countries": "GB, FR", "warehouses": ["LDS", "LIL"]}
    assert boss.post(page, rule | {"do": "add", "valid_from": "2024-05-01"}).status_code == 302
    wrong = boss.post(page, rule | {"do": "add", "countries": "Britain"})
    assert (wrong.status_code, "is no country" in wrong.content.decode()) == (422, True)
    assert 'value="Britain"' in wrong.content.decode()
    prefer = {"kind": "prefer", "warehouses": ["LDS"], "minor": "-2.50"}
    assert boss.post(page, prefer | {"do": "add"}).status_code == 302
    assert 'value="-2.50"' in boss.get(page + "?rule=2").content.decode()
    assert boss.post(page, prefer | {"do": "change", "number": "2", "minor": "1"}).status_code == 302
    worth = {"do": "keep", "name": "peak", "note": "n", "split": "0.80", "late_day": "0", "balance": "0"}
    assert boss.post(page, worth).status_code == 302
    assert queries.policy(1).rules == [
        {
            "kind": "tie",
            "what": {"classes": ["ambient"], "countries": ["GB", "FR"]},
            "warehouses": ["LDS", "LIL"],
            "valid_from": "2024-05-01",
        },
        {"kind": "prefer", "warehouses": ["LDS"], "minor": 100},
    ]
    assert queries.policy(1).split == 80
    assert boss.post(page, {"do": "remove", "number": "2"}).status_code == 302
    assert boss.post(page, {"do": "shadow"}).status_code == 302
    assert boss.post(page, {"do": "live"}).status_code == 302
    assert boss.post(page, {"do": "remove", "number": "1"}).status_code == 409
    assert boss.post(page, {"do": "copy"}).url == "/sourcing-rules/2"
    assert boss.post(page, {"do": "retire"}).status_code == 302
    assert states() == {1: "retired", 2: "draft"}
    shown = boss.get("/sourcing-rules").content.decode()
    assert "no rules are live" in shown and "copied from version 1" in shown
    assert boss.get(page).status_code == 200
    assert boss.get("/sourcing-rules/9").status_code == 404
    assert boss.post(page, {"do": "dance"}).status_code == 422
    assert client_of("agent").get("/sourcing-rules").status_code == 403


SITE_FILE = "code,name,line1,city,postal_code,country,timezone,latitude,longitude,storage_classes\n"


def test_a_warehouse_that_live_rules_name_does_not_stop_storing_what_they_tie_to_it(db):
    open_company()
    version = live({"kind": "tie", "what": {"classes": ["hazmat"]}, "warehouses": ["LDS"]})
    row = places.warehouse("LDS")

    def take(classes):
        facts = f"LDS,{row.name},{row.line1},Leeds,LS1 1AA,GB,Europe/London,53.8,-1.5,{classes}"
        return warehouse_files.take((SITE_FILE + facts).encode())

    (fault,) = take("ambient").faults
    said = f"Version {version} of the rules is live, and would be wrong: rule 1 (tie), warehouses: none of LDS stores"
    assert fault.line == 2 and fault.reason.startswith(said)
    assert places.warehouse("LDS").storage_classes == row.storage_classes
    assert place_and_source("1", {"PAINT": 1}) and not take("ambient hazmat").faults
    operations.retire_policy(version=version, **WHO)
    assert not take("ambient").faults and places.warehouse("LDS").storage_classes == ("ambient",)
