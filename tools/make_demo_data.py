"""Make the demonstration's data files from the public sources: `python tools/make_demo_data.py FOLDER`.

FOLDER holds `orders/online_retail_*.csv.gz` (UCI Online Retail) and `packing/orders/items.csv.gz` (BoxPacker's
sample of real web-shop items). The files are committed; this script says how they came to be.
"""

import csv
import gzip
import io
import re
import statistics
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

DAY = "2010-12-10"
GOODS = re.compile(r"^(\d{5}[A-Za-z]{0,2}|DCGS\w+|PADS)$")
TARGET = Path(__file__).resolve().parent.parent / "src/packhorse/demo/data"


def main(folder: Path) -> None:
    """Write the day's raw lines, the products with price and weekly sales, and the real sizes."""
    source = next(folder.glob("orders/online_retail_*.csv.gz"))
    with gzip.open(source, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    day = [row for row in rows if row["InvoiceDate"].startswith(DAY)]
    _write("orders.csv.gz", list(rows[0]), [list(row.values()) for row in day])
    _write("products.csv.gz", ["sku", "name", "price_minor", "weekly_units"], _products(rows))
    with gzip.open(folder / "packing/orders/items.csv.gz", "rt", encoding="utf-8") as file:
        sizes = sorted({tuple(int(cell) for cell in row[3:7]) for row in csv.reader(file)}, key=_volume)
    _write("sizes.csv.gz", ["width_mm", "length_mm", "depth_mm", "weight_g"], [list(size) for size in sizes])


def _products(rows: list[dict[str, str]]) -> list[list[object]]:
    names: dict[str, Counter[str]] = defaultdict(Counter)
    prices: dict[str, list[float]] = defaultdict(list)
    units: Counter[str] = Counter()
    for row in rows:
        sku, price, quantity = row["StockCode"], float(row["UnitPrice"]), int(row["Quantity"])
        if GOODS.match(sku) and price > 0 and quantity > 0:
            names[sku][" ".join(row["Description"].split())] += 1
            prices[sku].append(price)
            units[sku] += quantity
    days = sorted({date.fromisoformat(row["InvoiceDate"][:10]) for row in rows})
    weeks = (days[-1] - days[0]).days / 7
    return [
        [sku, names[sku].most_common(1)[0][0], round(statistics.median(prices[sku]) * 100), round(units[sku] / weeks)]
        for sku in sorted(prices)
    ]


def _volume(size: tuple[int, ...]) -> tuple[int, ...]:
    return (size[0] * size[1] * size[2], *size)


def _write(name: str, header: list[str], rows: list[list[object]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    (TARGET / name).write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
