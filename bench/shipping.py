"""Shipping: parcels rated, labels drawn, and carriers' news taken in, each beside the plain way of doing it.

Rates: 10,000 parcels, each over 4 rate-table carriers with 5 services, days and promises included; beside it a loop
over all rows of the tables for each of some of the same parcels, prices only, which must be the same. Labels: ZPL at
203 dpi in one process, one in ten of them with letters that are drawn; beside it the same without anything kept from
label to label. Tracking: three events each of 20,000 parcels, in batches, on a database of its own; beside it one event
at a time.
"""

import random
import time
from datetime import date
from pathlib import Path

from bench.house import house
from bench.rated_parcels import book, by_rows, flat, parcels
from bench.report import SECONDS, Report, main
from bench.tracked_parcels import NOW, news, send

PARCELS, SHIPMENTS, BATCH = 10_000, 20_000, 1_000
NAMES = (
    ("Ada Cole", "7 High Street", "Bath"),
    ("Jürgen Weiß", "Industriestraße 12", "Köln"),
    ("Margaret Featherstonehaugh-Cholmondeley", "Flat 3, 221B Lower Baker Street", "Kingston upon Thames"),
    ("José Ángel Fernández Íñiguez", "Calle de la Constitución 14, 2º izq.", "A Coruña"),
    ("Håkan Sjöström", "Övre Slottsgatan 5", "Uppsala"),
    ("Siobhán Ní Dhomhnaill", "12 Sráid na mBád", "Gaillimh"),
    ("Tom Ng", "1 Quay", "Leeds"),
    ("Bartholomew Smith", "The Old Rectory, Church Lane, Upper Slaughter", "Cheltenham"),
    ("Élodie Lefèvre", "18 rue de l'Église", "Besançon"),
    ("Zażółć Gęślą-Jaźń", "ul. Świętokrzyska 31", "Łódź"),
)


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Rate, label and track; nothing is needed that does not come with Packhorse."""
    rated, plain_rated = _rates(seconds)
    labelled, plain_labelled = _labels(seconds)
    with house("shipping") as url:
        tracked, plain_tracked = _tracking(url, seconds)
    figures = {
        "rates_seconds": rated,
        "labels_per_s": labelled,
        "tracking_events_per_s": tracked,
        "parcels": PARCELS,
        "shipments": SHIPMENTS,
        "batch": BATCH,
    }
    reference = {
        "rates_seconds": plain_rated,
        "labels_per_s": plain_labelled,
        "tracking_events_per_s": plain_tracked,
    }
    return Report("shipping", figures, reference)


def _rates(seconds: float) -> tuple[float, float]:
    """Seconds for all parcels; those of the plain loop are reckoned from as many as there is time for."""
    from packhorse.carriers.rules import choose, offers

    tables, wanted = book(), parcels(PARCELS)
    choose(offers(tables, *wanted[0][:2]), promised_on=wanted[0][2])
    begun = time.perf_counter()
    chosen = [choose(offers(tables, trip, box), promised_on=promised) for trip, box, promised in wanted]
    rated = time.perf_counter() - begun
    if sum(best is None for best in chosen) > PARCELS / 10:
        raise SystemExit("bench.shipping: nobody takes more than a tenth of the parcels")
    lanes, prices = flat(tables)
    found: list[int | None] = []
    begun = time.perf_counter()
    while len(found) < PARCELS and time.perf_counter() - begun < seconds:
        found.append(by_rows(tables, lanes, prices, *wanted[len(found)][:2]))
    plain = (time.perf_counter() - begun) / len(found) * PARCELS
    for (trip, box, _), lowest in zip(wanted, found, strict=False):
        ours = choose(offers(tables, trip, box), promised_on=date.max)
        if lowest != (ours and ours.price_minor):
            raise SystemExit(
                f"bench.shipping: a parcel costs {lowest} by the rows of the tables, but {ours} was chosen"
            )
    return rated, plain


def _labels(seconds: float) -> tuple[float, float]:
    from packhorse.documents import label_layout, label_zpl, letters, raster

    wanted = _papers(4000)
    label_zpl.render(wanted[0])
    kept = (label_layout._fitted, letters._drawn, raster._font)

    def per_second(forget: bool) -> float:
        done, begun = 0, time.perf_counter()
        while done < len(wanted) and time.perf_counter() - begun < seconds:
            if forget:
                for each in kept:
                    each.cache_clear()
            label_zpl.render(wanted[done])
            done += 1
        return done / (time.perf_counter() - begun)

    return per_second(False), per_second(True)


def _papers(count: int):
    """Labels as a warehouse prints them: two senders, four carriers, every recipient another."""
    from packhorse.algorithms.gs1 import sscc
    from packhorse.documents.label import Address, ShippingLabel

    dice = random.Random(5)
    senders = [
        Address(f"{city} warehouse", "", "1 Dock Road", "", city, "", "LS10 1AB", "GB", "")
        for city in ("Leeds", "Bath")
    ]
    found = []
    for nth in range(count):
        name, line, city = NAMES[nth % len(NAMES)]
        number = dice.randrange(10**10)
        to = Address(
            f"{name} {nth}",
            "",
            f"{line} {dice.randint(1, 900)}",
            "",
            city,
            "",
            f"BA{nth % 90} 1AA",
            "GB",
            f"+44 {number}",
        )
        found.append(
            ShippingLabel(
                sender=senders[nth % 2], recipient=to, carrier_name=f"Albion Post {nth % 4}", service_name="Standard",
                tracking_number=f"AP{number:011}", sscc=sscc("9520000", 0, nth), order_number=f"PH{1000000 + nth}",
                parcel_index=1, parcel_count=1 + nth % 2, weight_g=dice.randint(100, 9000), ship_date=date(2024, 5, 15),
                lane=f"A-{nth % 9}", delivery_instructions="" if nth % 3 else f"Ring twice, then flat {nth % 50}.",
                marks=("Fragile",) if nth % 7 == 0 else (), routing_zone=f"Z{nth % 12}",
            )
        )  # fmt: skip
    return found


def _tracking(url: str, seconds: float) -> tuple[float, float]:
    from bench.storm_shop import open_shop
    from packhorse.carriers.rules import TrackingReport
    from packhorse.shipping.operations import take_tracking

    open_shop(1_000, now=NOW)
    numbers = send(url, SHIPMENTS)
    told = [TrackingReport(*each, "Leeds", "Scanned") for each in news(numbers)]
    taken, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds and taken < SHIPMENTS:
        taken += take_tracking([told[taken]], now=NOW)
    plain = taken / (time.perf_counter() - begun)
    rest = told[taken:]
    begun = time.perf_counter()
    kept = sum(take_tracking(rest[at : at + BATCH], now=NOW) for at in range(0, len(rest), BATCH))
    spent = time.perf_counter() - begun
    if kept != len(rest) or take_tracking(rest[:BATCH], now=NOW):
        raise SystemExit(f"bench.shipping: {len(rest)} events told, {kept} kept, or one of them twice")
    return len(rest) / spent, plain


if __name__ == "__main__":
    main("shipping", measure, __doc__)
