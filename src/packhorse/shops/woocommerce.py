"""WooCommerce, by its REST API v3.

WooCommerce knows no parcels. Its buyer is told by a customer note, which WooCommerce mails; the tracking list stands in
the order's meta data under `_packhorse_tracking`; and when the order's last parcel has left, it is `completed`.

The note goes first, then one request writes the list and the status. So the list says that all was done. When the
answer to the note was lost, the list does not hold the parcel yet, but the order's notes do: they are read before one
is written, and a note that names the tracking number is not written again. What can still happen: the shop is so slow
that it writes the note after we gave up on it and asked again, at least 15 seconds later; then there are two.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

from packhorse.outside import Asks, Refused
from packhorse.shops import woocommerce_stock
from packhorse.shops.connector import Sent, Stocked, StockSet
from packhorse.shops.patience import patiently

API = "/wp-json/wc/v3"
KEPT = "_packhorse_tracking"
OVER = ("cancelled", "refunded", "failed", "trash", "completed")  # a status that a parcel does not change


class WooCommerce:
    """A WooCommerce shop, opened by a consumer key and its secret."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        pair = f"{secrets['consumer_key']}:{secrets['consumer_secret']}"
        self._headers = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def test(self, client: Asks, *, feed: bool) -> str:
        """Read the newest order, and product, and nothing of them."""
        for what in ("orders", "products") if feed else ("orders",):
            found = client.ask("GET", f"{API}/{what}", headers=self._headers, params={"per_page": "1", "_fields": "id"})
            if not isinstance(found, list):
                raise Refused("The shop answers, but not like WooCommerce")
        read, first = ("orders and products", "number") if feed else ("orders", "parcel")
        return (
            f"The shop answers, and lets Packhorse read its {read}. Whether it may write shows with the first {first}."
        )

    def places(self, client: Asks) -> dict[str, str]:
        """WooCommerce keeps one stock for the whole shop."""
        return {}

    def stock(self, client: Asks, place: str) -> Iterator[Stocked]:
        """Return what the shop believes of all products and variations."""
        return woocommerce_stock.stock(self._talk(client, patient=True))

    def set_stock(self, client: Asks, place: str, units: Mapping[str, int], known: Mapping[str, str]) -> StockSet:
        """Set how many units may be sold."""
        return woocommerce_stock.set_stock(self._talk(client, patient=False), units, known)

    def _talk(self, client: Asks, *, patient: bool) -> woocommerce_stock.Ask:
        def ask(method: str, path: str, **more: Any) -> Any:
            def once() -> Any:
                return client.ask(method, f"{API}{path}", headers=self._headers, **more)

            return patiently(client, once) if patient else once()

        return ask

    def fulfil(self, client: Asks, sent: Sent) -> str:
        """Write the buyer a note, keep the tracking list, complete the order with its last parcel."""
        order = self._order(client, sent.order)
        path = f"{API}/orders/{order['id']}"
        meta: Mapping[str, Any] = next((each for each in order.get("meta_data") or [] if each.get("key") == KEPT), {})
        kept = [each for each in meta.get("value") or [] if isinstance(each, dict)]
        if any(each.get("number") == sent.number for each in kept):
            return "The shop knew of it already."
        notes = client.ask("GET", f"{path}/notes", headers=self._headers, params={"type": "customer"})
        named = re.compile(rf"(?<!\w){re.escape(sent.number)}(?!\w)")
        if not any(named.search(str(each.get("note", ""))) for each in notes):
            note = {"note": _note(sent), "customer_note": True}
            client.ask("POST", f"{path}/notes", headers=self._headers, json=note)
        entry = {"key": sent.key, "carrier": sent.carrier, "number": sent.number, "url": sent.url}
        change: dict[str, Any] = {
            "meta_data": [{"key": KEPT, "value": [*kept, entry]} | ({"id": meta["id"]} if "id" in meta else {})]
        }
        if sent.last and order.get("status") not in OVER:
            change["status"] = "completed"
        client.ask("PUT", path, headers=self._headers, json=change)
        return "Noted in WooCommerce" + (", and the order completed." if "status" in change else ".")

    def _order(self, client: Asks, number: str) -> Mapping[str, Any]:
        """Without a plugin for numbers an order's number is its id; with one, only the search knows it."""
        if number.isascii() and number.isdecimal():
            try:
                found = client.ask("GET", f"{API}/orders/{int(number)}", headers=self._headers)
                if str(found.get("number", found.get("id"))) == number:
                    return dict(found)
            except Refused as error:
                if error.status not in (400, 404):
                    raise
        params = {"search": number, "per_page": "20"}
        listed = client.ask("GET", f"{API}/orders", headers=self._headers, params=params)
        mine = [each for each in listed if str(each.get("number")) == number]
        if len(mine) != 1:
            raise Refused(f"WooCommerce has {'no order' if not mine else 'more than one order'} {number}")
        return dict(mine[0])


def _note(sent: Sent) -> str:
    goods = ", ".join(f"{units} × {sku}" for sku, units in sent.units)
    follow = f" Follow it at {sent.url}" if sent.url else ""
    return f"Your parcel is on its way with {sent.carrier}, tracking number {sent.number}: {goods}.{follow}"
