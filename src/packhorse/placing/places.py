"""Places to coordinates, offline, from GeoNames' cities and US postal codes (CC BY 4.0; see data/ATTRIBUTION.md)."""

import csv
import difflib
import gzip
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class PostalPlace(NamedTuple):
    """Where a postal code is: WGS 84 degrees and its region (a US state's two letters)."""

    latitude: float
    longitude: float
    region: str


def find(country: str, city: str, postal_code: str = "", region: str = "") -> tuple[float, float] | None:
    """Return latitude and longitude of the place: by postal code where those are known, else by city.

    A village that is not known is taken to be where its region is, when that has the name of a city.
    """
    if place := by_postal_code(country, postal_code):
        return place.latitude, place.longitude
    return coordinates(country, city) or (coordinates(country, region) if region else None)


def by_postal_code(country: str, postal_code: str) -> PostalPlace | None:
    """Return where a postal code is; known for the United States (five digits, or ZIP+4)."""
    return _postal_codes().get(postal_code.strip()[:5]) if country.upper() == "US" else None


def coordinates(country: str, city: str) -> tuple[float, float] | None:
    """Return latitude and longitude (WGS 84 degrees) of a city of at least 15,000 people; None when not known.

    Case, accents and punctuation do not matter; of several cities of one name the largest is taken.
    """
    return _table().get((country.upper(), _plain(city)))


def like(country: str, city: str) -> list[str]:
    """Return up to two names of cities of the country that are spelled nearly like this one, the likeliest first."""
    names, meant = _names().get(country.upper(), {}), _plain(city)
    found = difflib.get_close_matches(meant, names, n=6, cutoff=0.75)
    rank = {plain: nth for nth, plain in enumerate(names)}  # of names that are equally near, the larger city first
    found.sort(key=lambda plain: (-round(difflib.SequenceMatcher(None, plain, meant).ratio(), 1), rank[plain]))
    return [names[plain] for plain in found[:2]]


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if char.isalnum())


@cache
def _table() -> dict[tuple[str, str], tuple[float, float]]:
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for row in sorted(_rows("cities.csv.gz"), key=lambda r: -int(r["population"] or 0)):
        found.setdefault((row["country"], _plain(row["name"])), (float(row["latitude"]), float(row["longitude"])))
    return found


@cache
def _names() -> dict[str, dict[str, str]]:
    """{country: {plain name: name}}, largest first; made when a name is not found for the first time."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in sorted(_rows("cities.csv.gz"), key=lambda r: -int(r["population"] or 0)):
        found[row["country"]].setdefault(_plain(row["name"]), row["name"])
    return found


@cache
def _postal_codes() -> dict[str, PostalPlace]:
    return {
        row["postal_code"]: PostalPlace(float(row["latitude"]), float(row["longitude"]), row["region"])
        for row in _rows("us_postal.csv.gz")
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    packed = files("packhorse.placing").joinpath("data", name).read_bytes()
    yield from csv.DictReader(io.TextIOWrapper(gzip.GzipFile(fileobj=io.BytesIO(packed)), encoding="utf-8"))
