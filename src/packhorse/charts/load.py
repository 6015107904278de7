"""Work against hands, cut-off by cut-off: a bar of the picking up to it, and a mark of what can be done until then."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, ROW, HEAD, FOOT = 420, 46, 6, 26  # px: about as wide as a phone, where it must be read


@dataclass(frozen=True)
class Bar:
    """A cut-off called `name`: seconds of work by kind, one after another, and of `room`; `words` say how it stands."""

    name: str
    parts: tuple[int, ...]
    room: int
    words: str


def load(*, title: str, description: str, kinds: Sequence[str], bars: Sequence[Bar]) -> str:
    """Draw the bars; `kinds` are the classes of their parts. Hours stand below."""
    most = max([1, *(sum(bar.parts) for bar in bars), *(min(bar.room, 2 * sum(bar.parts)) for bar in bars)])
    step = next(s for s in (900, 1800, 3600, 7200, 14_400, 36_000, 72_000, 10**9) if most / s <= 6)
    end = step * -(-most // step)
    height = HEAD + ROW * len(bars) + FOOT

    def x_of(seconds: int) -> float:
        return 8 + (WIDTH - 24) * min(seconds, end) / end

    parts = [
        f'<svg class="chart load" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="load-t load-d" '
        f'xmlns="http://www.w3.org/2000/svg"><title id="load-t">{escape(title)}</title>'
        f'<desc id="load-d">{escape(description)}</desc>'
    ]
    for nth in range(end // step + 1):
        x, hours = x_of(nth * step), nth * step / 3600
        parts.append(f'<path class="chart-grid" d="M{x:.1f} {HEAD}V{height - FOOT + 4}"/>')
        anchor = "start" if not nth else "end" if nth == end // step else "middle"
        parts.append(f'<text class="chart-text" x="{x:.1f}" y="{height - 6}" text-anchor="{anchor}">{hours:g} h</text>')
    for nth, bar in enumerate(bars):
        top, done = HEAD + nth * ROW, 0
        parts.append(f'<text class="load-name" x="10" y="{top + 14}">{escape(bar.name)}: {escape(bar.words)}</text>')
        for kind, seconds in zip(kinds, bar.parts, strict=True):
            left, right = x_of(done), x_of(done + seconds)
            parts.append(
                f'<rect class="load-{kind}" x="{left:.1f}" y="{top + 20}" width="{right - left:.1f}" height="18"/>'
            )
            done += seconds
        x = x_of(bar.room)
        beyond = "" if bar.room <= end else " load-beyond"
        parts.append(f'<path class="load-room{beyond}" d="M{x:.1f} {top + 17}v24"/>')
    return "".join(parts) + "</svg>"
