"""When a parcel needs customs papers, and which of the postal forms: areas of customs and tax, limits of CN22."""

# Members of the European Union, and Monaco with them. Parts with a code of their own (Aland, Guadeloupe, ...) are
# outside its tax area, so parcels to them are declared.
_UNION = frozenset(
    [
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    ]
)
_TOGETHER = ({"GB", "IM"}, {"CH", "LI"}, {"US", "PR"})  # each one area of customs and tax
# Places that are declared though their country is one's own: beginnings of postal codes.
_APART = {"ES": ("35", "38", "51", "52")}  # Canary Islands, Ceuta, Melilla

SHORT_FORM_G = 2000
# 300 special drawing rights in the money of some countries, as their posts write it or rounded down.
SHORT_FORM_MINOR = {"GBP": 270_00, "EUR": 350_00, "USD": 400_00, "CHF": 340_00}


def needs_customs(sent_from: tuple[str, str], sent_to: tuple[str, str]) -> bool:
    """Say whether a parcel between two places (country, postal code) is declared to customs."""
    return _area(*sent_from) != _area(*sent_to)


def takes_short_form(*, value_minor: int, currency: str, gross_g: int) -> bool:
    """Say whether CN22 is enough: up to 2 kg and 300 special drawing rights.

    In a currency whose limit is not known it never is: CN23 is right for any value.
    """
    return gross_g <= SHORT_FORM_G and value_minor <= SHORT_FORM_MINOR.get(currency, -1)


def _area(country: str, postal_code: str) -> str:
    if postal_code.strip().startswith(_APART.get(country, ())) and country in _APART:
        return f"{country}-{postal_code.strip()[:2]}"
    if country in _UNION:
        return "EU"
    return next((min(each) for each in _TOGETHER if country in each), country)
