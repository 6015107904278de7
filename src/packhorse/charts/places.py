"""A map of places with lines to where an order goes: no tiles, only how the places lie to each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

from packhorse.charts.labels import Labels

KM_OF_DEGREE = 111.19  # of latitude, on the sphere that distances are figured on
MARGIN, FOOT = 26, 22
SMALLEST_KM = 20.0  # what the picture shows at least, however near the places are
LABELLED = 12  # more places than these: only those with a line are named


@dataclass(frozen=True)
class Spot:
    """A place in WGS 84 degrees. `kind`: chosen, next, other or excluded; `share` of the units, of a chosen one."""

    latitude: float
    longitude: float
    label: str
    kind: str
    words: str
    share: float = 0.0


def places(
    *,
    title: str,
    description: str,
    spots: Sequence[Spot],
    to: tuple[float, float],
    width: int,
    tallest: int,
    name: str,
    home: str = "",
    whole: Callable[[int], str] = "{:,}".format,
) -> str:
    """Draw the places, and lines from those that are chosen, or would be next, `to` (latitude, longitude).

    Degrees are laid out flat, those of longitude shortened as they are in the middle of the picture, the short way
    round the earth. `name` makes the ids of this picture its own on a page, `home` is what stands beside `to`, and
    `whole` writes the kilometres of the scale.
    """
    flat = _Flat([(spot.latitude, spot.longitude) for spot in spots], to, width, tallest)
    x_to, y_to = flat.at(*to)
    drawn = [(spot, *flat.at(spot.latitude, spot.longitude)) for spot in sorted(spots, key=_last_on_top)]
    parts = [
        f'<svg class="chart places" viewBox="0 0 {width} {flat.height}" role="img" '
        f'aria-labelledby="{name}-t {name}-d" xmlns="http://www.w3.org/2000/svg"><title id="{name}-t">{escape(title)}'
        f'</title><desc id="{name}-d">{escape(description)}</desc>'
    ]
    for spot, x, y in drawn:
        if spot.kind in ("chosen", "next"):
            thick = 1.5 + 3.5 * spot.share if spot.kind == "chosen" else 1.5
            parts.append(
                f'<path class="places-{spot.kind}" stroke-width="{thick:.1f}" '
                f'd="M{x:.1f} {y:.1f}L{x_to:.1f} {y_to:.1f}"/>'
            )
    for spot, x, y in drawn:
        size = 5 if spot.kind in ("chosen", "next") else 3.5
        parts.append(
            f'<circle class="places-{spot.kind}" cx="{x:.1f}" cy="{y:.1f}" r="{size}">'
            f"<title>{escape(spot.words)}</title></circle>"
        )
    parts.append(f'<path class="places-home" d="M{x_to:.1f} {y_to - 9:.1f}l9 9l-9 9l-9 -9Z"/>')
    parts += _names(drawn, (x_to, y_to, home), width, flat.height)
    return "".join([*parts, flat.scale(whole), "</svg>"])


def _last_on_top(spot: Spot) -> int:
    return ("excluded", "other", "next", "chosen").index(spot.kind)


def _names(
    drawn: Sequence[tuple[Spot, float, float]], home: tuple[float, float, str], width: int, height: int
) -> list[str]:
    """Write the names that matter most first; one for which no room is left stands in the table only."""
    labels = Labels(width, height - FOOT)
    labels.take(home[0] - 9, home[1] - 9, home[0] + 9, home[1] + 9)
    for _, x, y in drawn:
        labels.take(x - 4, y - 4, x + 4, y + 4)
    found = []
    right = all(x <= home[0] for _, x, _ in drawn)  # of all lines that end there
    if home[2] and (at := labels.beside(home[0] + (6 if right else -6), home[1], home[2], left=not right, must=True)):
        found.append(
            f'<text class="chart-text places-name-home" x="{at[0]:.1f}" y="{at[1]:.1f}" '
            f'text-anchor="{at[2]}">{escape(home[2])}</text>'
        )
    for spot, x, y in reversed(drawn):
        lined = spot.kind in ("chosen", "next")
        if (lined or len(drawn) <= LABELLED) and (at := labels.beside(x, y, spot.label, left=x < home[0], must=lined)):
            found.append(
                f'<text class="chart-text places-name-{spot.kind}" x="{at[0]:.1f}" y="{at[1]:.1f}" '
                f'text-anchor="{at[2]}">{escape(spot.label)}</text>'
            )
    return found


class _Flat:
    """The earth laid out flat around the places, as large as the picture allows."""

    def __init__(self, spots: Sequence[tuple[float, float]], to: tuple[float, float], width: int, tallest: int) -> None:
        self.width = width
        self.around = to[1]
        latitudes = [latitude for latitude, _ in (*spots, to)]
        self.shorter = max(0.1, cos(radians((min(latitudes) + max(latitudes)) / 2)))
        flat = [self._km(*place) for place in (*spots, to)]
        left, right = min(x for x, _ in flat), max(x for x, _ in flat)
        low, high = min(y for _, y in flat), max(y for _, y in flat)
        wide, tall = max(right - left, SMALLEST_KM), max(high - low, SMALLEST_KM)
        inner = width - 2 * MARGIN
        around = 2 * MARGIN + FOOT
        self.height = round(min(max(inner * tall / wide + around, tallest / 2), tallest))
        self.px_of_km = min(inner / wide, (self.height - around) / tall)
        self.middle = ((left + right) / 2, (low + high) / 2)

    def _km(self, latitude: float, longitude: float) -> tuple[float, float]:
        east = (longitude - self.around + 180) % 360 - 180
        return east * self.shorter * KM_OF_DEGREE, latitude * KM_OF_DEGREE

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a place stands in the picture."""
        x, y = self._km(latitude, longitude)
        return (
            self.width / 2 + (x - self.middle[0]) * self.px_of_km,
            (self.height - FOOT) / 2 - (y - self.middle[1]) * self.px_of_km,
        )

    def scale(self, whole: Callable[[int], str]) -> str:
        """Draw a bar of a round number of kilometres, a third of the picture wide at most."""
        most = self.width / 3 / self.px_of_km
        km = max(step * 10**power for power in range(5) for step in (1, 2, 5) if step * 10**power <= max(most, 1))
        long, y = km * self.px_of_km, self.height - 9
        return (
            f'<path class="places-scale" d="M10 {y - 4}v4h{long:.1f}v-4"/>'
            f'<text class="chart-text" x="{16 + long:.1f}" y="{y}">{whole(km)} km</text>'
        )
