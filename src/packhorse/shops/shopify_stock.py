"""Shopify's stock, by its Admin GraphQL API: of one location, the units that are `available`.

Packhorse is the source of truth, so a number is set whatever stood there (`changeFromQuantity: null`): between two
numbers the shop has sold units itself, and its orders are on their way here. From version 2026-04 on, that field and an
idempotency key must be given: https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/inventorySetQuantities
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from packhorse.outside import Refused, TryLater
from packhorse.shops.connector import NO_PRODUCT, TWICE, UNTRACKED, Stocked, StockSet
from packhorse.shops.patience import chunks

PAGE, BATCH = 100, 250  # a page of 250 variants could cost more than Shopify allows one question
SEARCHED = 20  # SKUs in one search
SCOPES = ("read_products", "read_inventory", "write_inventory", "read_locations")
NOT_STOCKED = "is not stocked at the shop's location"
AGAIN = {"IDEMPOTENCY_CONCURRENT_REQUEST", "SERVICE_UNAVAILABLE"}

LOCATIONS = """query Locations($after: String) {
  list: locations(first: 100, after: $after) { nodes { id name } pageInfo { hasNextPage endCursor } }
}"""
VARIANTS = """query Variants($place: ID!, $query: String, $after: String) {
  list: productVariants(first: 100, query: $query, after: $after) {
    nodes { inventoryItem {
      id sku tracked inventoryLevel(locationId: $place) { quantities(names: ["available"]) { quantity } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}"""
ITEMS = """query Items($ids: [ID!]!, $place: ID!) {
  nodes(ids: $ids) { ... on InventoryItem { id sku tracked inventoryLevel(locationId: $place) { id } } }
}"""
SET = """mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { code field message } }
}"""

Ask = Callable[[str, Mapping[str, object]], Any]


def locations(ask: Ask) -> dict[str, str]:
    """Return {location: its name} of those that are active."""
    return {str(each["id"]): str(each["name"]) for each in _pages(ask, LOCATIONS, {})}


def stock(ask: Ask, place: str) -> Iterator[Stocked]:
    """Return what Shopify believes of all variants."""
    for variant in _pages(ask, VARIANTS, {"place": place, "query": None}):
        item = variant["inventoryItem"]
        level = item["inventoryLevel"]
        units = level["quantities"][0]["quantity"] if level and item["tracked"] else None
        yield Stocked(item["sku"] or "", item["id"], units)


def set_stock(ask: Ask, place: str, units: Mapping[str, int], known: Mapping[str, str]) -> StockSet:
    """Set what is available; known items are looked at first, for their SKU may be another's by now."""
    done = StockSet()
    ready = _known(ask, place, {sku: item for sku, item in known.items() if sku in units}, done)
    rest = [sku for sku in units if sku not in ready and sku not in done.faults]
    ready |= _found(ask, place, rest, done)
    for skus in chunks(sorted(ready), BATCH):
        _set(ask, place, {sku: units[sku] for sku in skus}, ready, done)
    return done


def _known(ask: Ask, place: str, items: Mapping[str, str], done: StockSet) -> dict[str, str]:
    ready = {}
    for skus in chunks(sorted(items), PAGE):
        nodes = ask(ITEMS, {"ids": [items[sku] for sku in skus], "place": place})["nodes"]
        for sku, node in zip(skus, nodes, strict=True):
            if node and node.get("sku") == sku and _can_be_set(sku, node, done):
                ready[sku] = items[sku]
    return ready


def _found(ask: Ask, place: str, skus: list[str], done: StockSet) -> dict[str, str]:
    """Search by SKU. Shopify finds by words and beginnings; only the whole SKU counts."""
    ready = {}
    for some in chunks(skus, SEARCHED):
        nodes = defaultdict(list)
        plain = [sku.replace("\\", "").replace('"', "") for sku in some]
        query = " OR ".join(f'sku:"{sku}"' for sku in plain)
        for variant in _pages(ask, VARIANTS, {"place": place, "query": query}):
            nodes[variant["inventoryItem"]["sku"]].append(variant["inventoryItem"])
        for sku in some:
            mine = nodes[sku]
            if len(mine) != 1:
                done.faults[sku] = TWICE if mine else NO_PRODUCT
            elif _can_be_set(sku, mine[0], done):
                ready[sku] = mine[0]["id"]
    return ready


def _can_be_set(sku: str, node: Mapping[str, Any], done: StockSet) -> bool:
    fault = "" if node["tracked"] and node["inventoryLevel"] else NOT_STOCKED if node["tracked"] else UNTRACKED
    if fault:
        done.faults[sku] = fault
    return not fault


def _set(ask: Ask, place: str, units: Mapping[str, int], items: Mapping[str, str], done: StockSet) -> None:
    """Set a batch. What Shopify refuses of it is left out and named, and the others are sent again."""
    left = sorted(units)
    while left:
        wanted = [
            {"inventoryItemId": items[sku], "locationId": place, "quantity": units[sku], "changeFromQuantity": None}
            for sku in left
        ]
        variables = {"name": "available", "reason": "correction", "quantities": wanted}
        answer = ask(SET, {"input": variables, "key": str(uuid.uuid4())})["inventorySetQuantities"]
        if not answer["userErrors"]:
            done.items |= {sku: items[sku] for sku in left}
            return
        wrong = {}
        for error in answer["userErrors"]:
            place_in_list = [int(part) for part in error["field"] or [] if part.isdecimal()][:1]
            if error["code"] in AGAIN:
                raise TryLater(f"Shopify asks to come later: {error['message']}")
            if not place_in_list or place_in_list[0] >= len(left):
                raise Refused(f"Shopify refuses: {error['message'][:300]}")
            wrong[left[place_in_list[0]]] = error["message"][:200].rstrip(". ")
        done.faults |= wrong
        left = [sku for sku in left if sku not in wrong]


def _pages(ask: Ask, query: str, variables: Mapping[str, object]) -> Iterator[Mapping[str, Any]]:
    after = None
    while True:
        found = ask(query, {**variables, "after": after})["list"]
        yield from found["nodes"]
        if not found["pageInfo"]["hasNextPage"]:
            return
        after = found["pageInfo"]["endCursor"]
