"""The stock of a WooCommerce shop: products, variations of variable ones, and batches that change them."""

import re

API = "/wp-json/wc/v3"
FIELDS = "id,sku,type,parent_id,manage_stock,stock_quantity"
PAGED = {"per_page", "page", "orderby", "order", "_fields"}


class WooStock:
    """State and answers; `fault` is how the shop notes what is asked wrongly."""

    def __init__(self, fault):
        self.fault, self.rows, self.batches, self.next = fault, {}, [], 499

    def sell(self, sku, units=0, *, tracked=True, parent=None, kind="simple"):
        """Add a product, or a variation of the product `parent`; return its id."""
        id = self.next = self.next + 1
        self.rows[id] = {
            "id": id,
            "sku": sku,
            "type": "variation" if parent else kind,
            "parent_id": parent or 0,
            "manage_stock": tracked,
            "stock_quantity": units if tracked is True else None,
        }
        return id

    def units(self, sku):
        """What may be sold of a SKU, a number for each item that has it."""
        found = [row["stock_quantity"] for row in self.rows.values() if row["sku"] == sku]
        return found[0] if len(found) == 1 else found

    def answer(self, asked):
        """(status, body), or nothing when the path is none of ours."""
        found = re.fullmatch(rf"{API}/products(?:/(\d+)/variations)?(/batch)?", asked.path)
        if not found:
            return None
        parent = int(found[1]) if found[1] else 0
        if parent and parent not in self.rows:
            return 404, {"code": "woocommerce_rest_product_invalid_id", "message": "Invalid ID."}
        return self._batch(asked, parent) if found[2] else self._list(asked, parent)

    def _list(self, asked, parent):
        params = asked.params
        if asked.method != "GET" or asked.body is not None:
            return self.fault(f"{asked.method} products")
        if set(params) == {"per_page", "_fields"} and params["_fields"] == "id":
            return 200, [{"id": id} for id in sorted(self.rows)][: int(params["per_page"])]
        if params.get("_fields") != FIELDS or not 0 < int(params["per_page"]) <= 100:
            return self.fault(f"products {params}")
        if set(params) == {"sku", "per_page", "_fields"} and not parent:
            wanted = [*params["sku"].split(","), params["sku"]]
            lower = {each.lower() for each in wanted}  # as MySQL compares
            return 200, [row for row in self.rows.values() if row["sku"].lower() in lower]
        if set(params) != PAGED or (params["orderby"], params["order"]) != ("id", "asc"):
            return self.fault(f"products {params}")
        rows = [row for _, row in sorted(self.rows.items()) if row["parent_id"] == parent]
        start = (int(params["page"]) - 1) * int(params["per_page"])
        return 200, [self._shown(row) for row in rows[start : start + int(params["per_page"])]]

    def _shown(self, row):
        """A variation without a SKU shows its product's."""
        return row | ({"sku": self.rows[row["parent_id"]]["sku"]} if row["parent_id"] and not row["sku"] else {})

    def _batch(self, asked, parent):
        if asked.method != "POST" or asked.params or set(asked.body) != {"update"} or len(asked.body["update"]) > 100:
            return self.fault(f"batch {asked.method} {asked.params}")
        self.batches.append(len(asked.body["update"]))
        answers = []
        for each in asked.body["update"]:
            row = self.rows.get(each["id"])
            if set(each) != {"id", "stock_quantity"} or type(each["stock_quantity"]) is not int:
                self.fault(f"update {each}")
            if row is None or row["parent_id"] != parent:
                kind = "product_variation" if parent else "product"
                error = {
                    "code": f"woocommerce_rest_{kind}_invalid_id",
                    "message": "Invalid ID.",
                    "data": {"status": 400},
                }
                answers.append({"id": each["id"], "error": error})
                continue
            if row["manage_stock"] is True:
                row["stock_quantity"] = each["stock_quantity"]
            answers.append(self._shown(row) | {"name": "A product, whole", "meta_data": []})
        return 200, {"update": answers}
