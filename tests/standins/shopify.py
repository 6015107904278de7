"""A stand-in of Shopify's Admin GraphQL API: documents and variables are checked by the schema's own types."""

import re

from graphql import graphql_sync

from standins.server import StandIn
from standins.shopify_schema import SCHEMA, user_error
from standins.shopify_stock import ShopifyStock

PATH = "/admin/api/2026-10/graphql.json"
SCOPES = (
    "read_orders",
    "write_merchant_managed_fulfillment_orders",
    "read_products",
    "write_inventory",
    "read_locations",
)


class ShopifyStandIn(StandIn):
    """Orders with fulfillment orders and fulfillments; opened by `token`, or by a client ID and secret."""

    def __init__(self, token="shpat_a-token-of-the-shop"):
        super().__init__()
        self.token, self.client, self.scopes, self.page = token, ("an-id", "shpss_a-secret"), SCOPES, 2
        self.orders, self.fulfillments, self.inputs = {}, [], []
        self.stock, self.cost = ShopifyStock(self.wrong, self._pages), None

    def order(self, name, *places, cancelled=None):
        """Add an order: each place is (location, [(sku, units), ...])."""
        made = []
        for location, lines in places:
            number = f"{len(self.orders)}{len(made)}"
            items = [
                {"id": f"gid://line/{number}{nth}", "sku": sku, "remainingQuantity": units, "totalQuantity": units}
                for nth, (sku, units) in enumerate(lines)
            ]
            made.append({"id": f"gid://fo/{number}", "status": "OPEN", "location": location, "lines": items})
        self.orders[name] = {
            "id": f"gid://order/{len(self.orders)}",
            "name": name,
            "cancelledAt": cancelled,
            "places": made,
            "sent": [],
        }

    def told(self):
        """(tracking number, {sku: units}, whether the buyer was written to) of all fulfillments."""
        return [(each["number"], dict(each["units"]), each["notified"]) for each in self.fulfillments]

    def name(self, asked):
        if asked.path.endswith("access_token"):
            return "token"
        found = re.match(r"\s*(?:query|mutation)\s+(\w+)", str((asked.body or {}).get("query", "")))
        return found[1] if found else "?"

    def answer(self, asked):
        if (asked.method, asked.path) == ("POST", "/admin/oauth/access_token"):
            return self._give_token(asked.body)
        if (asked.method, asked.path, asked.params) != ("POST", PATH, {}):
            return self.fault(f"{asked.method} {asked.path} {asked.params}", 404)
        if asked.headers.get("x-shopify-access-token") != self.token:
            return 401, {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}
        if not isinstance(asked.body, dict) or set(asked.body) != {"query", "variables"}:
            return self.fault(f"body {asked.body!r}")
        done = graphql_sync(SCHEMA, asked.body["query"], self._root(), variable_values=asked.body["variables"])
        if done.errors:
            return self.fault("; ".join(error.message for error in done.errors), 200)
        return 200, {"data": done.data} | ({"extensions": {"cost": self.cost}} if self.cost else {})

    def _give_token(self, body):
        wanted = {"grant_type": "client_credentials", "client_id": self.client[0], "client_secret": self.client[1]}
        if body != wanted:
            return 400, {"error": "invalid_client", "error_description": "Client authentication failed"}
        return 200, {"access_token": self.token, "scope": ",".join(self.scopes), "expires_in": 86399}

    def _root(self):
        return {
            "shop": {"name": "Mug & Co"},
            "currentAppInstallation": {"accessScopes": [{"handle": scope} for scope in self.scopes]},
            "orders": lambda info, first, query: self._search(first, query),
            "order": lambda info, id: self._by_id([self._order(each) for each in self.orders.values()], id),
            "fulfillment": lambda info, id: self._by_id([self._sent(each) for each in self.fulfillments], id),
            "fulfillmentOrder": lambda info, id: self._by_id(
                [self._place(place) for order in self.orders.values() for place in order["places"]], id
            ),
            "fulfillmentCreate": lambda info, fulfillment: self._create(fulfillment),
            **self.stock.root(),
        }

    def _by_id(self, rows, id):
        return next((row for row in rows if row["id"] == id), None)

    def _search(self, first, query):
        """As Shopify searches: also what only begins like it."""
        asked = re.fullmatch(r'name:"([^"]+)"', query)
        if not asked:
            self.wrong.append(f"search {query!r}")
        found = [self._order(each) for name, each in self.orders.items() if asked and name.startswith(asked[1])]
        return {"nodes": found[:first], "pageInfo": {"hasNextPage": False}}

    def _pages(self, rows):
        def resolve(info, first, after=None):
            if not 0 < first <= 250:
                self.wrong.append(f"first: {first}")
            start = int(after or 0)
            end = start + min(first, self.page)
            return {"nodes": rows[start:end], "pageInfo": {"hasNextPage": end < len(rows), "endCursor": str(end)}}

        return resolve

    def _order(self, order):
        return order | {
            "fulfillments": lambda info, first: [self._sent(each) for each in order["sent"]][:first],
            "fulfillmentOrders": self._pages([self._place(place) for place in order["places"]]),
        }

    def _place(self, place):
        shown = {"assignedLocation": {"location": {"id": place["location"]}}, "lineItems": self._pages(place["lines"])}
        return place | shown

    def _sent(self, sent):
        lines = [{"quantity": units, "lineItem": {"sku": sku}} for sku, units in sent["units"]]
        tracking = [{"company": sent["company"], "number": sent["number"], "url": sent["url"]}]
        return sent | {
            "trackingInfo": lambda info, first: tracking[:first],
            "fulfillmentLineItems": self._pages(lines),
        }

    def _create(self, wanted):
        self.inputs.append(wanted)
        places = {place["id"]: (order, place) for order in self.orders.values() for place in order["places"]}
        chosen, locations = [], set()
        for group in wanted["lineItemsByFulfillmentOrder"]:
            order, place = places[group["fulfillmentOrderId"]]
            locations.add(place["location"])
            for item in group["fulfillmentOrderLineItems"]:
                line = next(each for each in place["lines"] if each["id"] == item["id"])
                if not 0 < item["quantity"] <= line["remainingQuantity"] or place["status"] not in (
                    "OPEN",
                    "IN_PROGRESS",
                ):
                    return _refusal("The requested quantity cannot be fulfilled")
                chosen.append((place, line, item["quantity"]))
        if len(locations) != 1:
            return _refusal("All fulfillment orders must be assigned to a single location")
        for place, line, units in chosen:
            line["remainingQuantity"] -= units
            place["status"] = "IN_PROGRESS" if any(each["remainingQuantity"] for each in place["lines"]) else "CLOSED"
        made = {
            "id": f"gid://fulfillment/{len(self.fulfillments)}",
            "status": "SUCCESS",
            "units": [(line["sku"], units) for _, line, units in chosen],
            "notified": wanted["notifyCustomer"],
            "company": None,
            "url": None,
            **wanted["trackingInfo"],
        }
        self.fulfillments.append(made)
        order["sent"].append(made)
        return {"fulfillment": self._sent(made), "userErrors": []}


def _refusal(text):
    return {"fulfillment": None, "userErrors": [user_error(["fulfillment"], text)]}
