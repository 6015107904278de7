"""How every bench is asked and how it answers: a short table, and with --json one last line for programs."""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

SECONDS = 5.0


@dataclass(frozen=True)
class Report:
    """What a bench found: its figures, the reference of the same run, and why it was skipped if it was."""

    bench: str
    figures: Mapping[str, Any]
    reference: Mapping[str, Any]
    skipped: str | None = None

    def line(self) -> str:
        """Return the one line for programs."""
        return json.dumps(
            {
                "bench": self.bench,
                "figures": dict(self.figures),
                "reference": dict(self.reference),
                "skipped": self.skipped,
            }
        )


Measure = Callable[[Path | None, float], Report]  # measure(data, seconds)


def main(name: str, measure: Measure, about: str, *, seconds: float = SECONDS, whole: Measure | None = None) -> None:
    """Run one bench from the command line; `whole` measures all where `measure` takes a sample."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.{name}", description=about)
    parser.add_argument("--data", type=Path, help="folder of data sets that do not come with Packhorse")
    parser.add_argument("--seconds", type=float, default=seconds, help="how long an open-ended loop is measured")
    parser.add_argument("--json", action="store_true", help="print one last line for programs")
    if whole:
        parser.add_argument("--all", action="store_true", help="measure everything, not a sample")
    asked = parser.parse_args()
    report = (whole if whole and asked.all else measure)(asked.data, asked.seconds)
    show(report)
    if asked.json:
        print(report.line(), flush=True)


def show(report: Report) -> None:
    """Print the table."""
    out = Console()
    if report.skipped is not None:
        out.print(f"{report.bench}: skipped, {report.skipped}", highlight=False, markup=False)
        return
    table = Table(title=report.bench, title_justify="left")
    for heading in ("", "figure", "value"):
        table.add_column(heading, justify="right" if heading == "value" else "left")
    for what, name, value in rows(report):
        table.add_row(what, name, value)
    out.print(table)


def rows(report: Report) -> list[tuple[str, str, str]]:
    """Return (measured or reference, name, value) of everything in a report; a figure by stage is taken apart."""
    found = []
    for what, values in (("measured", report.figures), ("reference", report.reference)):
        for name, value in values.items():
            if isinstance(value, Mapping):
                found += [(what, f"{name}: {part}", _text(each)) for part, each in value.items()]
            else:
                found.append((what, name, _text(value)))
    return found


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
