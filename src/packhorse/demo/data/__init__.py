"""The demonstration's data files; ATTRIBUTION.md names their sources."""

import csv
import gzip
import io
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a packed CSV file of this folder."""
    packed = files(__package__).joinpath(name).read_bytes()
    return list(csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8"))))
