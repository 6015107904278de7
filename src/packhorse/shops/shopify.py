"""Shopify, by its Admin GraphQL API.

A parcel becomes a fulfillment of its units with its tracking number; Shopify then writes to the buyer. What is sent
first is a question: units that stand under our tracking number already are not sent again, so an answer that was lost
does no harm. All fulfillment orders of one fulfillment must be of one location, so a parcel whose units Shopify has at
two of its locations becomes two fulfillments under one tracking number, and its buyer is written to once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from packhorse.outside import Asks, Refused, TryLater
from packhorse.shops import shopify_stock
from packhorse.shops.connector import Sent, Stocked, StockSet
from packhorse.shops.patience import patiently

VERSION = "2026-10"  # of the API; each is there for a year: https://shopify.dev/docs/api/usage/versioning
OPEN = ("OPEN", "IN_PROGRESS")
DONE = ("SUCCESS", "OPEN", "PENDING")  # a fulfillment that stands; the others are cancelled or went wrong
THROTTLED_SECONDS = 10
LONGEST_REST = 10.0  # seconds between two questions, so that the next one is not too costly for the shop's allowance

SHOP = "query Shop { shop { name } currentAppInstallation { accessScopes { handle } } }"
ORDERS = "query Orders($query: String!) { orders(first: 20, query: $query) { nodes { id name cancelledAt } } }"
FULFILLMENTS = """query Fulfillments($id: ID!) {
  order(id: $id) { fulfillments(first: 200) { id status trackingInfo(first: 1) { number } } }
}"""
FULFILLED = """query Fulfilled($id: ID!, $after: String) {
  node: fulfillment(id: $id) {
    list: fulfillmentLineItems(first: 100, after: $after) {
      nodes { quantity lineItem { sku } } pageInfo { hasNextPage endCursor }
    }
  }
}"""
FULFILLMENT_ORDERS = """query FulfillmentOrders($id: ID!, $after: String) {
  node: order(id: $id) {
    list: fulfillmentOrders(first: 50, after: $after) {
      nodes { id status assignedLocation { location { id } } } pageInfo { hasNextPage endCursor }
    }
  }
}"""
OPEN_LINES = """query OpenLines($id: ID!, $after: String) {
  node: fulfillmentOrder(id: $id) {
    list: lineItems(first: 100, after: $after) {
      nodes { id sku remainingQuantity } pageInfo { hasNextPage endCursor }
    }
  }
}"""
FULFIL = """mutation Fulfil($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } userErrors { field message } }
}"""
SCOPES = ("read_orders", "read_merchant_managed_fulfillment_orders", "write_merchant_managed_fulfillment_orders")

# {location: {fulfillment order: {its line: units}}}
Spread = dict[str, dict[str, dict[str, int]]]


class Shopify:
    """A Shopify shop, opened by an app's client ID and secret, or by the access token of an older custom app."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._secrets = secrets
        self._token = secrets.get("token", "")
        self._rest = 0.0

    def test(self, client: Asks, *, feed: bool) -> str:
        """Ask for the shop's name, and whether the app may do what is needed."""
        data = self._ask(client, SHOP, {})
        granted = {scope["handle"] for scope in data["currentAppInstallation"]["accessScopes"]}
        granted |= {scope.replace("write_", "read_", 1) for scope in granted}
        wanted = (*SCOPES, *shopify_stock.SCOPES) if feed else SCOPES
        if missing := [scope for scope in wanted if scope not in granted]:
            raise Refused(f"{data['shop']['name']} answers, but the app lacks the scopes {', '.join(missing)}")
        may = "fulfil its orders and set its stock" if feed else "fulfil its orders"
        return f"{data['shop']['name']} answers, and the app may {may}."

    def places(self, client: Asks) -> dict[str, str]:
        """Return {location: its name}."""
        return shopify_stock.locations(self._talk(client, patient=False))

    def stock(self, client: Asks, place: str) -> Iterator[Stocked]:
        """Return what Shopify believes of all variants at a location."""
        return shopify_stock.stock(self._talk(client, patient=True), place)

    def set_stock(self, client: Asks, place: str, units: Mapping[str, int], known: Mapping[str, str]) -> StockSet:
        """Set what is available at a location."""
        return shopify_stock.set_stock(self._talk(client, patient=False), place, units, known)

    def fulfil(self, client: Asks, sent: Sent) -> str:
        """Fulfil the units of a parcel."""
        order = self._order(client, sent.order)
        told = self._told(client, order, sent.number)
        wanted = {sku: units - told[sku] for sku, units in sent.units if units > told[sku]}
        if not wanted:
            return "The shop knew of it already."
        groups = spread(wanted, self._open(client, order))
        for nth, group in enumerate(groups.values()):
            self._create(client, group, sent, notify=nth == 0 and not told)
        return f"Fulfilled {sum(wanted.values())} units in Shopify."

    def _order(self, client: Asks, name: str) -> str:
        """The search finds by words and beginnings; only the whole name counts."""
        plain = name.replace("\\", "").replace('"', "")
        found = self._ask(client, ORDERS, {"query": f'name:"{plain}"'})["orders"]["nodes"]
        mine = [order for order in found if order["name"] == name]
        if len(mine) != 1:
            raise Refused(f"Shopify has {'no order' if not mine else 'more than one order'} {name}")
        if mine[0]["cancelledAt"]:
            raise Refused(f"Order {name} is cancelled in Shopify")
        return str(mine[0]["id"])

    def _told(self, client: Asks, order: str, number: str) -> Counter[str]:
        """Units by SKU that stand under our tracking number."""
        told: Counter[str] = Counter()
        for each in self._ask(client, FULFILLMENTS, {"id": order})["order"]["fulfillments"]:
            if each["status"] in DONE and number in [info["number"] for info in each["trackingInfo"]]:
                for line in self._pages(client, FULFILLED, each["id"]):
                    told[(line["lineItem"] or {}).get("sku") or ""] += line["quantity"]
        return told

    def _open(self, client: Asks, order: str) -> list[tuple[str, str, list[Mapping[str, Any]]]]:
        """(location, fulfillment order, its lines) of all that can be fulfilled."""
        found = []
        for each in self._pages(client, FULFILLMENT_ORDERS, order):
            if each["status"] in OPEN:
                place = ((each["assignedLocation"] or {}).get("location") or {}).get("id") or ""
                found.append((place, each["id"], list(self._pages(client, OPEN_LINES, each["id"]))))
        return found

    def _create(self, client: Asks, group: Mapping[str, Mapping[str, int]], sent: Sent, *, notify: bool) -> None:
        tracking = {"company": sent.carrier, "number": sent.number} | ({"url": sent.url} if sent.url else {})
        wanted = {
            "lineItemsByFulfillmentOrder": [
                {
                    "fulfillmentOrderId": each,
                    "fulfillmentOrderLineItems": [{"id": line, "quantity": units} for line, units in lines.items()],
                }
                for each, lines in group.items()
            ],
            "notifyCustomer": notify,
            "trackingInfo": tracking,
        }
        answer = self._ask(client, FULFIL, {"fulfillment": wanted})["fulfillmentCreate"]
        if answer["userErrors"]:
            raise Refused(f"Shopify refuses: {'; '.join(error['message'] for error in answer['userErrors'])[:300]}")

    def _pages(self, client: Asks, query: str, of: str) -> Iterator[Mapping[str, Any]]:
        after = None
        while True:
            node = self._ask(client, query, {"id": of, "after": after})["node"]
            if node is None:
                raise Refused(f"Shopify no longer shows {of}: the app may lack a scope")
            yield from node["list"]["nodes"]
            if not node["list"]["pageInfo"]["hasNextPage"]:
                return
            after = node["list"]["pageInfo"]["endCursor"]

    def _talk(self, client: Asks, *, patient: bool) -> shopify_stock.Ask:
        """Ask at the pace at which the shop's allowance is restored."""

        def ask(query: str, variables: Mapping[str, object]) -> Any:
            if self._rest:
                client.rest(self._rest)
            if patient:
                return patiently(client, lambda: self._ask(client, query, variables))
            return self._ask(client, query, variables)

        return ask

    def _ask(self, client: Asks, query: str, variables: Mapping[str, object]) -> Any:
        headers = {"X-Shopify-Access-Token": self._token or self._fetch_token(client)}
        answer = client.ask(
            "POST", f"/admin/api/{VERSION}/graphql.json", headers=headers, json={"query": query, "variables": variables}
        )
        _must_be_good(answer)
        self._rest = _rest_after(answer)
        return answer["data"]

    def _fetch_token(self, client: Asks) -> str:
        """Shopify gives apps of the Dev Dashboard a token for a day; one for each parcel needs no keeping."""
        wanted = {"grant_type": "client_credentials", **self._secrets}
        answer = client.ask("POST", "/admin/oauth/access_token", headers={}, json=wanted)
        self._token = str(answer.get("access_token") or "") if isinstance(answer, dict) else ""
        if not self._token:
            raise Refused("Shopify gives no access token for this client ID and secret")
        client.hide(self._token)
        return self._token


def _rest_after(answer: Any) -> float:
    """Return the seconds until the shop's allowance is enough for another question of the same cost."""
    cost = (answer.get("extensions") or {}).get("cost") or {}
    status = cost.get("throttleStatus") or {}
    lacking = float(cost.get("requestedQueryCost") or 0) - float(status.get("currentlyAvailable") or 0)
    restored = float(status.get("restoreRate") or 0)
    return min(lacking / restored, LONGEST_REST) if lacking > 0 and restored > 0 else 0.0


def _must_be_good(answer: Any) -> None:
    """Raise what the errors of a GraphQL answer mean; they come with status 200."""
    errors = answer.get("errors") if isinstance(answer, dict) else [{"message": "the answer is no GraphQL"}]
    if not errors:
        if not isinstance(answer.get("data"), dict):
            raise Refused("Shopify's answer holds no data")
        return
    listed: list[Any] = errors if isinstance(errors, list) else [{"message": str(errors)}]
    codes = {str((error.get("extensions") or {}).get("code", "")) for error in listed}
    words = "; ".join(str(error.get("message", "")) for error in listed)[:300]
    if codes & {"THROTTLED", "INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE"}:
        raise TryLater(f"Shopify asks to come later: {words}", THROTTLED_SECONDS)
    raise Refused(f"Shopify refuses: {words}")


def spread(wanted: Mapping[str, int], open_lines: Sequence[tuple[str, str, Sequence[Mapping[str, Any]]]]) -> Spread:
    """Spread units by SKU over the open lines of fulfillment orders, in Shopify's order; raise Refused if some lack."""
    left = dict(wanted)
    found: Spread = defaultdict(lambda: defaultdict(dict))
    for place, order, lines in open_lines:
        for line in lines:
            units = min(left.get(line["sku"] or "", 0), line["remainingQuantity"])
            if units > 0:
                found[place][order][line["id"]] = units
                left[line["sku"]] -= units
    if lacking := [f"{units} of {sku}" for sku, units in left.items() if units]:
        raise Refused(
            f"Shopify has fewer units open than the parcel holds ({', '.join(lacking)} too many): "
            "were they fulfilled, removed or put on hold there?"
        )
    return found
