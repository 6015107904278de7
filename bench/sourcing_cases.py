"""Cases for bench.sourcing: real orders, real towns, invented warehouses, weights and stock; the same every time.

Warehouses hold products in proportion to what the towns nearest to them are expected to want, more or less by chance;
what sells slowly lies in the large ones. Of scarce products all of them together hold hardly more than these orders
want, of the others a few times as much. Prices rise by the pound up to 150, as those of North American carriers do.
"""

import csv
import gzip
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

# The share of products that are scarce, and how much there is of them and of the others, over what is wanted.
STOCKS = {"tight": (0.2, 1.1, 3.0), "normal": (0.05, 1.2, 4.0), "ample": (0.0, 5.0, 5.0), "scarce": (1.0, 1.2, 1.2)}
CHANCE = 8.0  # shape of the gamma by which a warehouse holds more or less than its part: about 35 %
LINES_EACH = 3  # of the largest that a warehouse has room for, else the product lies in fewer
LIKING = 0.3  # how much chance has in that; at 1 it would be a weighted choice
NO_GOODS = {"POST", "DOT", "M", "D", "S", "C2", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS"}
LANES_KM = (100, 300, 600, 1000, 1600)
POUNDS, POUND_G = 150, 454  # the heaviest parcel
# Price in minor units of a parcel of a pound by lane, and what each further pound costs.
BASE = (395, 445, 520, 640, 860, 1250)
STEP = (6, 8, 11, 15, 20, 29)
MISSING, SPLIT = 100_000, 40
MOST_LINES = 100  # an invoice of more is a day's sales over the counter booked as one
PALLET_KG = 68  # what is heavier does not go by parcel
ROOM = 4  # fulfillment orders that all warehouses together can send, over orders
COUNTRIES = {"United Kingdom": "GB", "Germany": "DE", "France": "FR", "EIRE": "IE", "Spain": "ES", "Netherlands": "NL",
             "Belgium": "BE", "Switzerland": "CH", "Portugal": "PT", "Italy": "IT", "Norway": "NO", "Sweden": "SE",
             "Denmark": "DK", "Finland": "FI", "Austria": "AT", "Poland": "PL"}  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A town to send to or from."""

    country: str
    latitude: float
    longitude: float
    people: int


@cache
def towns(data: Path) -> dict[str, list[Town]]:
    """Return the towns of each country, the largest first."""
    found: dict[str, list[Town]] = {}
    with gzip.open(data / "geo" / "geonames_cities15000.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            town = Town(row["country"], float(row["latitude"]), float(row["longitude"]), int(row["population"] or 0))
            found.setdefault(town.country, []).append(town)
    return {country: sorted(each, key=lambda town: -town.people) for country, each in found.items()}


@cache
def orders(data: Path) -> list[tuple[str, dict[str, int]]]:
    """Return (country, {product code: units}) of each real order with goods, in their order."""
    (path,) = sorted((data / "orders").glob("online_retail_*.csv.gz"))
    found: dict[str, tuple[str, dict[str, int]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code, units = row["StockCode"].strip(), int(row["Quantity"])
            if row["InvoiceNo"].startswith("C") or units <= 0 or code in NO_GOODS or code.startswith("gift"):
                continue
            _, goods = found.setdefault(row["InvoiceNo"], (COUNTRIES.get(row["Country"], "GB"), {}))
            goods[code] = goods.get(code, 0) + units
    return [each for each in found.values() if len(each[1]) <= MOST_LINES and _kilos(each[1]) <= PALLET_KG]


def _kilos(goods: dict[str, int]) -> float:
    return sum(units * _grams(code) for code, units in goods.items()) / 1000


@cache
def _grams(code: str) -> int:
    return int(random.Random(f"grams {code}").lognormvariate(3.6, 0.8)) + 10


def case(data: Path, *, count: int, sites: int, stock: str, seed: int = 1):
    """Return a `Problem` of so many orders and warehouses; real orders are repeated where there are too few."""
    from packhorse.algorithms.sourcing import Problem

    dice = np.random.default_rng(seed)
    places = towns(data)
    chosen = _sites(places, sites)
    wanted = list(_many(orders(data), count))
    codes = sorted({code for _, goods in wanted for code in goods})
    at = {code: nth for nth, code in enumerate(codes)}
    km = _km(_doors(places, [country for country, _ in wanted], dice), chosen)
    pounds = np.arange(POUNDS)
    lines = [(at[code], units, _grams(code)) for _, goods in wanted for code, units in goods.items()]
    product, units, grams = (np.array(column, np.int64) for column in zip(*lines, strict=True))
    first = np.concatenate([[0], np.cumsum([len(goods) for _, goods in wanted])]).astype(np.int64)
    nearest = np.bincount(km.argmin(axis=1), minlength=sites) + count / sites / 10
    handling = dice.integers(35, 60, sites)
    return Problem(
        first=first,
        product=product,
        units=units,
        grams=grams,
        zone=np.searchsorted(np.array(LANES_KM), km).astype(np.int64),
        tariff=np.array([base + step * pounds for base, step in zip(BASE, STEP, strict=True)], np.int64),
        upto=(1 + pounds).astype(np.int64) * POUND_G,
        fixed=np.broadcast_to(handling, km.shape).astype(np.float64, order="C"),  # else loops are compiled anew
        per_line=dice.integers(5, 15, sites).astype(np.int64),
        stock=_stock(*_wanted(product, units, len(codes)), nearest / nearest.sum(), STOCKS[stock], dice),
        room=np.ceil(count * ROOM * nearest / nearest.sum()).astype(np.int64),
        toll=np.zeros((len(codes), sites)),
        km=km.astype(np.int64),
        whole=np.zeros(count, bool),
        split=SPLIT,
        missing=MISSING,
    )


def _wanted(product: np.ndarray, units: np.ndarray, codes: int) -> tuple[np.ndarray, np.ndarray]:
    """Units of each product that are wanted in all, and of its largest line."""
    largest = np.zeros(codes, np.int64)
    np.maximum.at(largest, product, units)
    return np.bincount(product, units, codes), largest


def _many(real: Sequence[tuple[str, dict[str, int]]], count: int) -> Iterator[tuple[str, dict[str, int]]]:
    for nth in range(count):
        yield real[nth % len(real)]


def _sites(places: dict[str, list[Town]], count: int) -> list[Town]:
    """Large towns far from each other: half of them in Britain, the rest among its neighbours."""
    home = _spread(places["GB"][:80], (count + 1) // 2)
    around = [town for country in ("DE", "FR", "NL", "BE", "ES", "IE") for town in places[country][:20]]
    return home + _spread(around, count - len(home))


def _spread(candidates: Sequence[Town], count: int) -> list[Town]:
    chosen = list(candidates[: min(1, count)])
    while len(chosen) < count:
        far = _km(candidates, chosen).min(axis=1)
        chosen.append(candidates[int(np.argmax(far))])
    return chosen


def _doors(places: dict[str, list[Town]], countries: Sequence[str], dice: np.random.Generator) -> list[Town]:
    """A town for each order, by people."""
    found: list[Town | None] = [None] * len(countries)
    by_country: dict[str, list[int]] = {}
    for nth, country in enumerate(countries):
        by_country.setdefault(country, []).append(nth)
    for country, members in by_country.items():
        choice = places[country][:200]
        people = np.array([town.people for town in choice], float)
        drawn = dice.choice(len(people), size=len(members), p=people / people.sum())
        for nth, at in zip(members, drawn.tolist(), strict=True):
            found[nth] = choice[at]
    return [town for town in found if town]


def _km(doors: Sequence[Town], sites: Sequence[Town]) -> np.ndarray:
    a, b = (np.radians([[t.latitude, t.longitude] for t in each]) for each in (doors, sites))
    half = np.sin((a[:, None] - b[None]) / 2) ** 2
    chord = half[..., 0] + np.cos(a[:, None, 0]) * np.cos(b[None, :, 0]) * half[..., 1]
    return np.rint(2 * 6371.0088 * np.arcsin(np.sqrt(chord.clip(0, 1))))


def _stock(
    demand: np.ndarray, largest: np.ndarray, part: np.ndarray, much: tuple[float, ...], dice: np.random.Generator
) -> np.ndarray:
    """Units of each product in each warehouse: its part of demand x factor, more or less by chance.

    A product lies in as many warehouses as leave each enough for a few of its largest lines: what sells slowly lies
    in the large ones, more or less.
    """
    scarce, few, many = much
    factor = np.where(dice.random(len(demand)) < scarce, few, many)
    total = np.ceil(demand * factor).astype(np.int64)
    places = np.clip(total // np.maximum(1, LINES_EACH * largest), 1, len(part))
    liking = np.log(part) + LIKING * dice.gumbel(size=(len(demand), len(part)))
    rank = np.argsort(np.argsort(-liking, axis=1), axis=1)
    shares = part * dice.gamma(CHANCE, size=rank.shape) * (rank < places[:, None])
    exact = shares / shares.sum(axis=1, keepdims=True) * total[:, None]
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(whole - exact, axis=1, kind="stable")  # the largest broken parts first
    for item, units in enumerate(total - whole.sum(axis=1)):
        whole[item, order[item, :units]] += 1
    return whole
