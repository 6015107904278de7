"""The stock of a Shopify shop: variants, their inventory items, and what is available of them at two locations."""

import re

from standins.shopify_schema import user_error

PLACES = {"gid://shopify/Location/1": "Bristol", "gid://shopify/Location/2": "Pop-up"}
HERE = next(iter(PLACES))


class ShopifyStock:
    """State and answers; `wrong` is the shop's list of what was asked wrongly."""

    def __init__(self, wrong, pages):
        self.wrong, self.pages = wrong, pages
        self.variants, self.keys, self.batches, self.next = [], {}, [], 0

    def sell(self, sku, units=0, *, tracked=True, place=HERE, elsewhere=7):
        """Add a variant that is stocked at a place, and at the other one; `units` None: not stocked there."""
        number = self.next = self.next + 1
        levels = dict.fromkeys(PLACES, elsewhere) | {place: units}
        item = {"id": f"gid://shopify/InventoryItem/{number}", "sku": sku, "tracked": tracked, "levels": levels}
        self.variants.append(item)
        return item

    def units(self, sku, place=HERE):
        """What is available of a SKU, a number for each variant that has it."""
        found = [item["levels"][place] for item in self.variants if item["sku"] == sku]
        return found[0] if len(found) == 1 else found

    def root(self):
        places = [{"id": id, "name": name} for id, name in PLACES.items()]
        return {
            "locations": self.pages(places),
            "productVariants": self._search,
            "nodes": lambda info, ids: [
                next((self._item(each) for each in self.variants if each["id"] == id), None) for id in ids
            ],
            "inventorySetQuantities": self._set,
        }

    def _item(self, item):
        def level(info, locationId):
            units = item["levels"].get(locationId)
            if locationId not in PLACES:
                self.wrong.append(f"location {locationId}")
            if units is None:
                return None
            shown = {"id": f"{item['id']}@{locationId}", "quantities": lambda info, names: [{"quantity": units}]}
            return shown

        return item | {"__typename": "InventoryItem", "inventoryLevel": level}

    def _search(self, info, first, query=None, after=None):
        asked = re.findall(r'sku:"([^"]*)"', query or "")
        if query is not None and query != " OR ".join(f'sku:"{each}"' for each in asked):
            self.wrong.append(f"search {query!r}")
        found = [
            {"inventoryItem": self._item(item)}
            for item in self.variants
            if query is None or any(item["sku"].startswith(each) for each in asked)
        ]
        return self.pages(found)(info, first, after)

    def _set(self, info, input):
        """Nothing is set when anything is wrong."""
        key = self._key(info)
        if key is None or self.keys.setdefault(key, input) != input:
            self.wrong.append("no idempotency key, or another request's")
        if (input["name"], input["reason"]) != ("available", "correction") or len(input["quantities"]) > 250:
            self.wrong.append(f"set {input['name']} {input['reason']} {len(input['quantities'])}")
        self.batches.append(len(input["quantities"]))
        errors, found = [], []
        for nth, each in enumerate(input["quantities"]):
            item = next((item for item in self.variants if item["id"] == each["inventoryItemId"]), None)
            where = ["input", "quantities", str(nth)]
            if "changeFromQuantity" not in each:
                self.wrong.append("changeFromQuantity is not given")
            if item is None:
                errors.append(
                    user_error(where, "The specified inventory item could not be found.", "INVALID_INVENTORY_ITEM")
                )
            elif item.get("bundle"):
                errors.append(user_error(where, "The item is a parent bundle.", "NON_MUTABLE_INVENTORY_ITEM"))
            elif item["levels"].get(each["locationId"]) is None:
                errors.append(user_error(where, "The item is not stocked.", "ITEM_NOT_STOCKED_AT_LOCATION"))
            else:
                found.append((item, each))
        for item, each in found if not errors else ():
            item["levels"][each["locationId"]] = each["quantity"]
        return {"userErrors": errors}

    def _key(self, info):
        for directive in info.field_nodes[0].directives:
            if directive.name.value == "idempotent":
                (argument,) = directive.arguments
                return info.variable_values.coerced.get(argument.value.name.value)
        return None
