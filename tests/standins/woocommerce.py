"""A stand-in of WooCommerce's REST API v3: orders, their notes and their meta data, and products."""

import base64
import re

from standins.server import StandIn
from standins.woocommerce_stock import API, WooStock


class WooStandIn(StandIn):
    """Orders by id; opened by a consumer key and its secret."""

    def __init__(self):
        super().__init__()
        self.key, self.secret = "ck_a-key-of-the-shop", "cs_a-secret-of-the-shop"
        self.orders, self.notes, self.meta_ids = {}, {}, 900
        self.stock = WooStock(self.fault)

    def order(self, id, number=None, status="processing", meta=()):
        """Add an order."""
        self.orders[id] = {"id": id, "number": number or str(id), "status": status, "meta_data": list(meta)}
        self.notes[id] = []

    def tracking(self, id):
        """The tracking numbers that stand in an order's meta data."""
        found = [each["value"] for each in self.orders[id]["meta_data"] if each["key"] == "_packhorse_tracking"]
        assert len(found) <= 1
        return [each["number"] for values in found for each in values]

    def mailed(self, id):
        """What an order's buyer was written."""
        return [note["note"] for note in self.notes[id] if note["customer_note"]]

    def name(self, asked):
        if asked.path.startswith(f"{API}/products"):
            return f"{asked.method} {asked.path.rpartition('/')[2]}"
        kind = "notes" if asked.path.endswith("/notes") else "orders" if asked.path.endswith("/orders") else "order"
        return f"{asked.method} {kind}"

    def answer(self, asked):
        wanted = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {wanted}":
            return 401, {"code": "woocommerce_rest_cannot_view", "message": "Sorry, you cannot list resources."}
        if (answer := self.stock.answer(asked)) is not None:
            return answer
        found = re.fullmatch(rf"{API}/orders(?:/(\d+)(/notes)?)?", asked.path)
        if not found:
            return self.fault(f"{asked.method} {asked.path}", 404)
        if not found[1]:
            return self._list(asked)
        if int(found[1]) not in self.orders:
            return 404, {"code": "woocommerce_rest_shop_order_invalid_id", "message": "Invalid ID."}
        return (self._notes if found[2] else self._order)(asked, int(found[1]))

    def _list(self, asked):
        known = [{"per_page", "search"}, {"per_page", "_fields"}]
        if asked.method != "GET" or asked.body is not None or set(asked.params) not in known:
            return self.fault(f"{asked.method} orders {asked.params}")
        found = [each for each in self.orders.values() if asked.params.get("search", "") in each["number"]]
        return 200, found[: int(asked.params["per_page"])]

    def _order(self, asked, id):
        order = self.orders[id]
        if asked.params:
            return self.fault(f"{asked.method} order {asked.params}")
        if asked.method == "GET":
            return 200, order
        if asked.method != "PUT" or not set(asked.body) <= {"meta_data", "status"}:
            return self.fault(f"{asked.method} order {asked.body}")
        for each in asked.body.get("meta_data", []):
            if not set(each) <= {"id", "key", "value"} or not isinstance(each["value"], list):
                return self.fault(f"meta data {each}")
            same = [kept for kept in order["meta_data"] if kept["id"] == each.get("id")]
            if same:
                same[0]["value"] = each["value"]
            else:
                self.meta_ids += 1
                order["meta_data"].append({"id": self.meta_ids, "key": each["key"], "value": each["value"]})
        if "status" in asked.body:
            if asked.body["status"] != "completed":
                return self.fault(f"status {asked.body['status']}")
            order["status"] = asked.body["status"]
        return 200, order

    def _notes(self, asked, id):
        if asked.method == "GET" and asked.params == {"type": "customer"}:
            return 200, [note for note in self.notes[id] if note["customer_note"]]
        if asked.method != "POST" or asked.params or set(asked.body) != {"note", "customer_note"}:
            return self.fault(f"{asked.method} notes {asked.params} {asked.body}")
        self.notes[id].append({"id": len(self.notes[id]) + 1, **asked.body})
        return 201, self.notes[id][-1]
