"""A stand-in of EasyPost's API v2: shipments by id or reference, bought once each, scan forms, pick-ups, trackers."""

import base64
import re

from standins.server import StandIn

RATES = {("USPS", "Priority"): ("7.58", 2), ("UPS", "Ground"): ("9.10", 2)}
ZPL = "^XA^FO20,20^FD{code}^FS^XZ"
NUMBER = re.compile(r"\d+\.\d\d")


class EasyPostStandIn(StandIn):
    """An account with EasyPost. `paid` are the shipments that cost money: bought and not given back."""

    def __init__(self, currency="GBP"):
        super().__init__()
        self.key, self.currency = "EZAK-a-key-of-the-account", currency
        self.rates, self.shipments, self.pickups, self.trackers, self.forms = dict(RATES), {}, {}, {}, []
        self.refund, self.comes = "submitted", {("USPS", "NextDay"): "0.00", ("UPS", "SameDay"): "6.00"}

    @property
    def paid(self):
        return [each for each in self.shipments.values() if each["postage_label"] and not each["refund_status"]]

    @property
    def bought(self):
        return [each for each in self.shipments.values() if each["postage_label"]]

    def name(self, asked):
        path = re.sub(r"(shp|pickup)_\w+|packhorse-[\w-]+", "*", asked.path.removeprefix("/v2"))
        return f"{asked.method} {path}"

    def answer(self, asked):
        if asked.path.startswith("/files/"):
            if "authorization" in asked.headers:
                return self.fault("the account's key went to where files stand")
            if asked.path.endswith(".pdf"):
                return 200, b"%PDF-1.4 a label"
            return 200, ZPL.format(code=asked.path.rpartition("/")[2].removesuffix(".zpl")).encode()
        wanted = base64.b64encode(f"{self.key}:".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {wanted}":
            return 401, {"error": {"code": "APIKEY.INACTIVE", "message": "This api key is no longer active."}}
        for method, pattern, work in (
            ("GET", r"/v2/shipments", self._list),
            ("POST", r"/v2/shipments", self._make),
            ("GET", r"/v2/shipments/([\w-]+)", self._read),
            ("POST", r"/v2/shipments/([\w-]+)/buy", self._buy),
            ("POST", r"/v2/shipments/([\w-]+)/refund", self._refund),
            ("POST", r"/v2/scan_forms", self._scan_form),
            ("GET", r"/v2/pickups", self._pickups),
            ("POST", r"/v2/pickups", self._pickup),
            ("GET", r"/v2/pickups/(\w+)", self._read_pickup),
            ("POST", r"/v2/pickups/(\w+)/buy", self._buy_pickup),
            ("POST", r"/v2/pickups/(\w+)/cancel", self._cancel_pickup),
            ("GET", r"/v2/trackers", self._track),
        ):
            found = re.fullmatch(pattern, asked.path)
            if found and method == asked.method:
                return work(asked, *found.groups())
        return self.fault(f"{asked.method} {asked.path}", 404)

    def _list(self, asked):
        return 200, {"shipments": [], "has_more": False}

    def _make(self, asked):
        given = asked.body["shipment"] if isinstance(asked.body, dict) and set(asked.body) == {"shipment"} else None
        if given is None or not {"reference", "from_address", "to_address", "parcel", "options"} <= set(given):
            return self.fault(f"shipment {asked.body}", 422)
        sizes = given["parcel"]
        if set(sizes) != {"length", "width", "height", "weight"} or not all(
            isinstance(size, float) and size >= 0.1 and round(size, 1) == size for size in sizes.values()
        ):
            return self.fault(f"parcel {sizes}", 422)
        for end in ("from_address", "to_address"):
            if not all(given[end].get(name) for name in ("name", "street1", "city", "zip", "country")):
                return self.fault(f"{end} {given[end]}", 422)
        if "is_return" in given:
            if given["is_return"] is not True:
                return self.fault(f"is_return {given['is_return']!r}", 422)
            given = given | {"from_address": given["to_address"], "to_address": given["from_address"]}
        if given["options"].get("label_format") not in ("ZPL", "PDF"):
            return self.fault(f"options {given['options']}", 422)
        for item in given.get("customs_info", {}).get("customs_items", []):
            if not NUMBER.fullmatch(item["value"]) or not item["description"]:
                return self.fault(f"customs item {item}", 422)
        if any(each["reference"] == given["reference"] for each in self.shipments.values()):
            return self.fault(f"a reference twice: {given['reference']}", 422)
        id = f"shp_{len(self.shipments) + 1:08x}"
        rates = [
            {"id": f"rate_{id}_{nth}", "carrier": carrier, "service": service, "rate": price}
            | {"currency": self.currency, "delivery_days": days}
            for nth, ((carrier, service), (price, days)) in enumerate(self.rates.items())
        ]
        self.shipments[id] = {"id": id, "object": "Shipment", "rates": rates, "messages": [], **given} | {
            "postage_label": None, "tracking_code": None, "selected_rate": None, "refund_status": None,
        }  # fmt: skip
        return 201, self.shipments[id]

    def _read(self, asked, key):
        found = self._of(key)
        return (200, found) if found else (404, {"error": {"code": "NOT_FOUND", "message": "not found"}})

    def _of(self, key):
        named = (each for each in self.shipments.values() if each["reference"] == key)
        return self.shipments.get(key) or next(named, None)

    def _buy(self, asked, id):
        shipment = self.shipments.get(id)
        rates = {each["id"]: each for each in shipment["rates"]} if shipment else {}
        wanted = asked.body["rate"]["id"]
        if wanted not in rates:
            return self.fault(f"rate {wanted} of {id}", 422)
        if shipment["postage_label"]:
            return 422, {"error": {"code": "SHIPMENT.POSTAGE.EXISTS", "message": "Postage already exists."}}
        code = f"94055{len(self.bought) + 1:017d}"
        form = shipment["options"]["label_format"].lower()
        label = {"label_file_type": f"application/{form}", "label_url": f"{self.address}/files/{code}.{form}"}
        tracker = {"object": "Tracker", "tracking_code": code, "public_url": f"https://track.example/{code}"}
        shipment |= {"postage_label": label, "tracking_code": code, "selected_rate": rates[wanted], "tracker": tracker}
        return 200, shipment

    def _refund(self, asked, id):
        shipment = self.shipments[id]
        if not shipment["postage_label"] or asked.body is not None:
            return self.fault(f"refund of {id}", 422)
        if self.refund != "rejected":
            shipment["refund_status"] = self.refund
        return 200, shipment | {"refund_status": self.refund}

    def _scan_form(self, asked):
        ids = [each["id"] for each in asked.body["shipments"]]
        if not ids or not all(self.shipments[id]["postage_label"] for id in ids):
            return self.fault(f"scan form of {ids}", 422)
        if len({self.shipments[id]["selected_rate"]["carrier"] for id in ids}) != 1:
            return self.fault(f"a scan form of several carriers: {ids}", 422)
        if any(self.shipments[id].get("scan_form") for id in ids):
            return self.fault(f"a second scan form of {ids}", 422)
        self.forms.append(ids)
        form = {"id": f"sf_{len(self.forms)}", "status": "created"}
        form["form_url"] = f"{self.address}/files/form{len(self.forms)}.pdf"
        for id in ids:
            self.shipments[id]["scan_form"] = form
        return 201, form

    def _pickup(self, asked):
        given = asked.body["pickup"]
        if not {"reference", "address", "shipment", "min_datetime", "max_datetime"} <= set(given):
            return self.fault(f"pickup {given}", 422)
        if not given["min_datetime"] < given["max_datetime"] or not self._of(given["shipment"]["id"])["postage_label"]:
            return self.fault(f"pickup {given}", 422)
        if any(each["reference"] == given["reference"] for each in self.pickups.values()):
            return self.fault(f"a pick-up asked for twice: {given['reference']}", 422)
        id = f"pickup_{len(self.pickups) + 1}"
        carrier = self._of(given["shipment"]["id"])["selected_rate"]["carrier"]
        rates = [
            {"carrier": each, "service": service, "rate": price, "currency": self.currency, "pickup_id": id}
            for (each, service), price in self.comes.items()
            if each == carrier
        ]
        messages = [] if rates else [{"carrier": carrier, "message": "No driver is free on this day."}]
        self.pickups[id] = given | {"id": id, "confirmation": "", "status": "unknown"}
        self.pickups[id] |= {"pickup_rates": rates, "messages": messages}
        return 201, self.pickups[id]

    def _pickups(self, asked):
        if set(asked.params) != {"page_size"}:
            return self.fault(f"pickups {asked.params}")
        return 200, {"pickups": list(reversed(self.pickups.values())), "has_more": False}

    def _read_pickup(self, asked, id):
        return (200, self.pickups[id]) if id in self.pickups else (404, {"error": {"message": "not found"}})

    def _buy_pickup(self, asked, id):
        wanted = asked.body
        if not any((each["carrier"], each["service"]) == (wanted["carrier"], wanted["service"])
                   for each in self.pickups[id]["pickup_rates"]):  # fmt: skip
            return self.fault(f"pickup rate {wanted}", 422)
        if self.pickups[id]["confirmation"]:
            return self.fault(f"a pick-up bought twice: {id}", 422)
        self.pickups[id] |= {"confirmation": f"WTC{id[-1]}", "status": "scheduled"}
        return 200, self.pickups[id]

    def _cancel_pickup(self, asked, id):
        if asked.body is not None or self.pickups[id]["status"] != "scheduled":
            return self.fault(f"cancel of {id}", 422)
        self.pickups[id]["status"] = "canceled"
        return 200, self.pickups[id]

    def _track(self, asked):
        if set(asked.params) != {"tracking_code", "page_size"}:
            return self.fault(f"trackers {asked.params}")
        code = asked.params["tracking_code"]
        return 200, {"trackers": [self.tracker(code)] if code in self.trackers else [], "has_more": False}

    def tracker(self, code):
        """What EasyPost says of a parcel; `trackers` {code: [(status, time, city), ...]} holds what happened to it."""
        details = [
            {"object": "TrackingDetail", "status": status, "status_detail": status, "message": status, "datetime": at}
            | {"tracking_location": {"city": city, "state": None, "country": "GB", "zip": None}}
            for status, at, city in self.trackers[code]
        ]
        return {"object": "Tracker", "tracking_code": code, "status": "unknown", "tracking_details": details}
