"""City to coordinates, offline, from the GeoNames table of cities (CC BY 4.0; see data/ATTRIBUTION.md)."""

import csv
import gzip
import io
import unicodedata
from functools import cache
from importlib.resources import files


def coordinates(country: str, city: str) -> tuple[float, float] | None:
    """Return latitude and longitude (WGS 84 degrees) of a city of at least 15,000 people; None when not known.

    Case, accents and punctuation do not matter; of several cities of one name the largest is taken.
    """
    return _table().get((country.upper(), _plain(city)))


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if char.isalnum())


@cache
def _table() -> dict[tuple[str, str], tuple[float, float]]:
    packed = files("packhorse.placing").joinpath("data", "cities.csv.gz").read_bytes()
    rows = csv.DictReader(io.TextIOWrapper(gzip.GzipFile(fileobj=io.BytesIO(packed)), encoding="utf-8"))
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for row in sorted(rows, key=lambda r: -int(r["population"] or 0)):
        found.setdefault((row["country"], _plain(row["name"])), (float(row["latitude"]), float(row["longitude"])))
    return found
