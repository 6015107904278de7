"""EasyPost's shipments: what is asked for, and what is read of the answer."""

from collections.abc import Mapping
from typing import Any

from packhorse.carriers.adapters.adapter import Bought, LiveRate, Parcel, Place, Quote
from packhorse.money import minor, written
from packhorse.outside import TryLater

MM_AN_INCH, G_AN_OUNCE = 25.4, 28.349523125


def asked(parcel: Parcel) -> dict[str, Any]:
    """Return a shipment as EasyPost wants it: inches and ounces, rounded up to a tenth.

    Of a return it wants the addresses of the way there, and changes them about itself.
    """
    ends = (parcel.recipient, parcel.sender) if parcel.is_return else (parcel.sender, parcel.recipient)
    body: dict[str, Any] = {
        "reference": parcel.key,
        "from_address": place(ends[0]),
        "to_address": place(ends[1]),
        "parcel": {
            "length": _tenths(parcel.length_mm / MM_AN_INCH),
            "width": _tenths(parcel.width_mm / MM_AN_INCH),
            "height": _tenths(parcel.height_mm / MM_AN_INCH),
            "weight": _ounces(parcel.weight_g),
        },
        "options": {
            "label_format": parcel.form.upper(),
            "label_date": f"{parcel.leaves_on.isoformat()}T12:00:00Z",
            "currency": parcel.currency,
            "print_custom_1": parcel.reference,
        },
    }
    if parcel.is_return:
        body["is_return"] = True
    if parcel.hazmat:
        body["options"]["hazmat"] = "LIMITED_QUANTITY"
    if parcel.declared:
        body["customs_info"] = {
            "contents_type": "merchandise",
            "eel_pfc": "NOEEI 30.37(a)",
            "customs_items": [
                {
                    "description": each.text,
                    "quantity": each.units,
                    "weight": _ounces(each.weight_g),
                    "value": written(each.value_minor, parcel.currency),
                    "currency": parcel.currency,
                    "hs_tariff_number": each.hs_code,
                    "origin_country": each.origin or parcel.sender.country,
                }
                for each in parcel.declared
            ],
        }
    return body


def place(given: Place) -> dict[str, str]:
    """Return an address as EasyPost wants it."""
    return {
        "name": given.name,
        "street1": given.line1,
        "street2": given.line2,
        "city": given.city,
        "state": given.region,
        "zip": given.postal_code,
        "country": given.country,
        "phone": given.phone,
        "email": given.email,
    }


def quote(found: Mapping[str, Any]) -> Quote:
    """Read a shipment's rates. One whose price is no amount is passed over, and said."""
    rates, said = [], [f"{each.get('carrier')}: {each.get('message')}"[:200] for each in found.get("messages") or []]
    for each in found.get("rates") or []:
        currency = str(each.get("currency") or "")
        price = minor(str(each.get("rate")), currency)
        days = each.get("delivery_days")
        if price is None:
            said.append(f"{each.get('carrier')} {each.get('service')}: no amount {each.get('rate')!r}"[:200])
            continue
        named = str(each["id"]), str(each["carrier"]), str(each["service"])
        rates.append(LiveRate(*named, price, currency, days if isinstance(days, int) else None))
    return Quote(str(found["id"]), tuple(rates), tuple(said))


def is_bought(found: Mapping[str, Any]) -> bool:
    """Say whether a shipment was paid for."""
    return bool(found.get("postage_label") and found.get("tracking_code") and found.get("selected_rate"))


def form_of(found: Mapping[str, Any]) -> str:
    """Return as what a shipment's label was asked for."""
    return "pdf" if str((found.get("options") or {}).get("label_format")).upper() == "PDF" else "zpl"


def label_url(found: Mapping[str, Any], form: str) -> str | None:
    """Return where a shipment's label stands in this form; None when it stands nowhere yet."""
    label = found.get("postage_label") or {}
    if url := label.get(f"label_{form}_url"):
        return str(url)
    as_asked = str(label.get("label_file_type") or "").lower().endswith(form)
    return str(label["label_url"]) if as_asked and label.get("label_url") else None


def bought(found: Mapping[str, Any], label: bytes, form: str) -> Bought:
    """Read a shipment that was paid for."""
    rate = found.get("selected_rate") or {}
    price = minor(str(rate.get("rate")), str(rate.get("currency") or ""))
    if price is None or not found.get("tracking_code"):
        raise TryLater("The carrier sold a label without its price or tracking number")
    named = str(rate.get("carrier")), str(rate.get("service"))
    paid = price, str(rate["currency"])
    url = str((found.get("tracker") or {}).get("public_url") or "")
    return Bought(str(found["id"]), str(found["tracking_code"]), *named, *paid, label, form, url)


def _ounces(grams: int) -> float:
    return _tenths(grams / G_AN_OUNCE)


def _tenths(amount: float) -> float:
    return max(1, -int(-amount * 10 // 1)) / 10
