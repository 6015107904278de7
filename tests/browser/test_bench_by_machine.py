"""A packing robot at the bench, by HTTP alone: from sorted goods to a label that comes out of the printer."""

import json
import time
import urllib.error
import urllib.request
import uuid

from company import NOW, place_and_source, product
from db.floor import walk_and_sort
from db.test_parcel_photos import shot
from standins.printer import RawPrinter

from packhorse.packing import queries as parcels
from packhorse.shipping import operations, queries
from packhorse.shipping.rules import NewPrinter
from packhorse.web import keys


class Robot:
    """Speaks HTTP with a key of the bench: (status, JSON or bytes)."""

    def __init__(self, url: str) -> None:
        self.url, self.secret = f"{url}/api/v1", keys.add_key(name="robot", role="packer", now=NOW)

    def __call__(self, method, path, body=None, **headers):
        sent = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        said = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"{self.url}{path}", sent, said, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, self._read(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, self._read(refused)

    @staticmethod
    def _read(answer):
        content = answer.read()
        return json.loads(content) if answer.headers["Content-Type"].startswith("application/json") else content

    def until(self, path, good):
        """Ask again until an answer is good; a label takes a moment."""
        end = time.monotonic() + 20
        while not good(answer := self("GET", path)[1]) and time.monotonic() < end:
            time.sleep(0.1)
        return answer


def test_a_robot_packs_an_order_from_its_slot_to_the_printed_label(console):
    place_and_source("1", {"MUG": 4})
    walk_and_sort("BRS")
    robot = Robot(console)
    with RawPrinter().open() as printer:
        operations.keep_printer(
            printer=NewPrinter("Labels 1", "BRS", "raw", printer.address, "zpl203", ("label",), bench="Bench 1")
        )
        waiting = robot("GET", "/floor/bench?warehouse=BRS")[1]
        ((place,), benches) = waiting["orders"], waiting["benches"]
        assert (place["kind"], benches, waiting["lists"]) == ("slot", ["Bench 1"], [])
        opened = robot("POST", "/floor/parcels", {"warehouse": "BRS", "code": place["codes"][0]})[1]
        parcel = opened["parcel"]
        path = f"/floor/parcels/{parcel['sscc']}"
        assert (parcel["state"], parcel["left"], opened["parcels"]) == ("packing", 4, [parcel["sscc"]])

        larger = next(each for each in parcel["alternatives"] if each["carton"] == "L")
        parcel = robot("POST", f"{path}/carton", {"carton": "L"})[1]
        assert (parcel["carton"], parcel["changes"][0]["difference_minor"]) == ("L", larger["difference_minor"])
        assert larger["difference_minor"] > 0

        assert robot("POST", f"{path}/close", {"grams": parcel["expected_g"]})[1]["code"] == "ITEMS_MISSING"
        scan = {"scan_id": str(uuid.uuid4()), "code": product("MUG").barcode, "quantity": 4}
        assert robot("POST", f"{path}/scans", scan)[1] == {"sku": "MUG", "units": 4, "left": 0, "again": False}
        assert robot("POST", f"{path}/scans", scan)[1]["again"] is True

        kept = robot("POST", f"{path}/photos?who=arm", shot((2000, 1000)), Content_Type="image/jpeg")[1]["photos"]
        assert [(each["width"], each["height"], each["actor"]) for each in kept] == [(1600, 800, "robot/arm")]
        assert robot("GET", f"{path}/photos/{kept[0]['id']}")[1][:3] == b"\xff\xd8\xff"

        status, wrong = robot("POST", f"{path}/close", {"grams": 9_000, "bench": "Bench 1"})
        assert (status, wrong["code"]) == (422, "WEIGHT_IMPLAUSIBLE")
        weighed = {"grams": wrong["details"]["expected_g"] + 10, "bench": "Bench 1", "who": "arm"}
        closed = robot("POST", f"{path}/close", weighed)[1]
        assert (closed["state"], closed["weight_g"], closed["next"]) == ("packed", weighed["grams"], None)

        label = robot.until(f"/parcels/{parcel['sscc']}/label", lambda told: told["there"])
        row = parcels.by_sscc(parcel["sscc"])
        assert label["tracking_number"] == queries.by_parcel([row.id])[row.id].tracking_number
        (zpl,) = printer.wait()
        assert zpl == robot("GET", f"/parcels/{parcel['sscc']}/label.zpl")[1]
        assert robot("GET", f"/parcels/{parcel['sscc']}/label.pdf")[1][:5] == b"%PDF-"
        prints = robot("GET", f"/parcels/{parcel['sscc']}/prints")[1]["prints"]
        assert ("label", "print", "done", "Labels 1", "robot/arm") in [
            tuple(each[name] for name in ("paper", "act", "state", "place", "actor")) for each in prints
        ]
