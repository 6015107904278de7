"""Read customers."""

from collections.abc import Iterable

from packhorse.customers.models import Customer


def ids_by_number(numbers: Iterable[str]) -> dict[str, int]:
    """Return {customer number: id} for those of `numbers` that are known."""
    return dict(Customer.objects.filter(number__in=set(numbers)).values_list("number", "id"))


def coordinates_by_number(numbers: Iterable[str]) -> dict[str, tuple[str, str, float, float]]:
    """Return {customer number: (country, city, latitude, longitude)} of known customers whose place is known."""
    found = Customer.objects.filter(number__in=set(numbers), latitude__isnull=False, longitude__isnull=False)
    return {
        number: (country, city, latitude, longitude)
        for number, country, city, latitude, longitude in found.values_list(
            "number", "country", "city", "latitude", "longitude"
        )
    }


def tier_of(number: str) -> str | None:
    """Return the tier of the customer with this number; empty when he has none, None when nobody is known by it."""
    return Customer.objects.filter(number=number).values_list("tier", flat=True).first()


def tiers(customer_ids: Iterable[int]) -> dict[int, str]:
    """Return {customer id: tier} of those of these customers that have one."""
    ids = set(customer_ids)
    return dict(Customer.objects.filter(pk__in=ids).exclude(tier="").values_list("id", "tier")) if ids else {}


def tiered(*, limit: int, after: str = "", number: str = "") -> list[tuple[str, str]]:
    """Return (number, tier) of those who have a tier, by number from `after` on; or of the one with this `number`."""
    if number:
        return list(Customer.objects.filter(number=number).values_list("number", "tier"))
    found = Customer.objects.exclude(tier="").filter(number__gt=after).order_by("number")
    return list(found.values_list("number", "tier")[:limit])
