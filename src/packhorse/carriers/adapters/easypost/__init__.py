"""EasyPost, an aggregator of carriers, by its REST API v2 (https://docs.easypost.com).

Nothing is owed for a shipment until it is bought, and one shipment is bought once. Its `reference`, which may stand in
the place of its id, is the purchase's key: after an answer was lost on the way, the reference says what was bought.
"""

import base64
from collections.abc import Mapping, Sequence

from packhorse.carriers.adapters.adapter import Bought, Coming, Parcel, PickUp, Quote
from packhorse.carriers.adapters.easypost import hook, pickup, shipment, tracking
from packhorse.carriers.rules import TrackingReport
from packhorse.outside import Asks, Refused, TryLater


class EasyPost:
    """An account with EasyPost, opened by an API key."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        pair = base64.b64encode(f"{secrets['api_key']}:".encode()).decode()
        self._headers = {"Authorization": f"Basic {pair}"}
        self._signing = secrets.get("webhook_secret", "")

    def test(self, client: Asks) -> str:
        """Read one shipment at most, and nothing of it."""
        found = client.ask("GET", "/shipments", headers=self._headers, params={"page_size": "1"})
        if not isinstance(found, dict) or "shipments" not in found:
            raise Refused("The carrier answers, but not like EasyPost")
        return "EasyPost answers, and lets Packhorse in."

    def rates(self, client: Asks, parcel: Parcel) -> Quote:
        """Make a shipment; it holds the rates."""
        body = {"shipment": shipment.asked(parcel)}
        return shipment.quote(client.ask("POST", "/shipments", headers=self._headers, json=body))

    def buy(self, client: Asks, quote: str, rate: str) -> Bought:
        """Buy one rate of a shipment."""
        body = {"rate": {"id": rate}}
        found = client.ask("POST", f"/shipments/{quote}/buy", headers=self._headers, json=body)
        return self._bought(client, found)

    def find(self, client: Asks, key: str) -> Bought | None:
        """Ask for the shipment by its reference; one without a label was not bought."""
        known = self._known(client, key)
        return self._bought(client, known) if known and shipment.is_bought(known) else None

    def void(self, client: Asks, ref: str) -> str:
        """Ask for the money back; carriers that bill what they scan want nothing for it."""
        found = client.ask("POST", f"/shipments/{ref}/refund", headers=self._headers)
        status = str(found.get("refund_status"))
        if status == "rejected":
            raise Refused("The carrier does not take the label back (rejected)")
        return f"Voided ({status})."

    def manifest(self, client: Asks, refs: Sequence[str]) -> bytes:
        """Make a scan form; every shipment of one carrier account and one place of origin. A shipment knows its own."""
        known = client.ask("GET", f"/shipments/{refs[0]}", headers=self._headers)
        found = known.get("scan_form")
        if not found:
            body = {"shipments": [{"id": ref} for ref in refs]}
            found = client.ask("POST", "/scan_forms", headers=self._headers, json=body)
        if found.get("status") == "failed":
            raise Refused(f"The carrier makes no manifest: {str(found.get('message') or 'it says not why')[:200]}")
        if not found.get("form_url"):
            raise TryLater("The carrier is making the manifest")
        return client.fetch(str(found["form_url"]))

    def pick_up(self, client: Asks, wanted: PickUp, refs: Sequence[str]) -> Coming:
        """Look for it by its reference, else ask when the carrier would come; then take the cheapest that fits."""
        found = self._pickup(client, wanted.key)
        if found is None:
            asked = {"pickup": pickup.asked(wanted, refs)}
            found = client.ask("POST", "/pickups", headers=self._headers, json=asked)
        if not found.get("confirmation"):
            body = pickup.chosen(found, wanted)
            found = client.ask("POST", f"/pickups/{found['id']}/buy", headers=self._headers, json=body)
        return pickup.coming(found, wanted)

    def cancel_pick_up(self, client: Asks, ref: str) -> str:
        """Cancel it; one that is cancelled already stays so."""
        known = client.ask("GET", f"/pickups/{ref}", headers=self._headers)
        if known.get("status") != pickup.CANCELLED:
            known = client.ask("POST", f"/pickups/{ref}/cancel", headers=self._headers)
        if known.get("status") != pickup.CANCELLED:
            raise Refused(f"The carrier comes all the same ({str(known.get('status'))[:40]})")
        return "Cancelled."

    def track(self, client: Asks, carrier: str, number: str) -> list[TrackingReport]:
        """Ask for the trackers of a number: its shipment's own, which costs nothing."""
        params = {"tracking_code": number, "page_size": "5"}
        found = client.ask("GET", "/trackers", headers=self._headers, params=params)
        return [report for each in found.get("trackers") or [] for report in tracking.reports(each)]

    def heard(self, headers: Mapping[str, str], body: bytes) -> list[TrackingReport]:
        """Read an event, signed with the secret that was given for the webhook."""
        told = hook.read(headers, body, self._signing)
        return tracking.reports(told) if told else []

    def _known(self, client: Asks, key: str) -> Mapping[str, object] | None:
        try:
            found: Mapping[str, object] = client.ask("GET", f"/shipments/{key}", headers=self._headers)
        except Refused as error:
            if error.status != 404:
                raise
            return None
        return found

    def _pickup(self, client: Asks, key: str) -> Mapping[str, object] | None:
        params = {"page_size": str(pickup.LOOKED_AT)}
        found = client.ask("GET", "/pickups", headers=self._headers, params=params)
        return next((each for each in found.get("pickups") or [] if each.get("reference") == key), None)

    def _bought(self, client: Asks, found: Mapping[str, object]) -> Bought:
        """Get the label of a shipment that was paid for; so nothing that goes wrong here means that it was not."""
        try:
            return self._with_label(client, found)
        except Refused as refused:
            raise TryLater(refused.text) from None

    def _with_label(self, client: Asks, found: Mapping[str, object]) -> Bought:
        form = shipment.form_of(found)
        url = shipment.label_url(found, form)
        if url is None:
            wanted = {"file_format": form.upper()}
            found = client.ask("GET", f"/shipments/{found['id']}/label", headers=self._headers, params=wanted)
            url = shipment.label_url(found, form)
        if url is None:
            raise TryLater(f"The carrier sold a label and gives none as {form.upper()}")
        return shipment.bought(found, client.fetch(url), form)
