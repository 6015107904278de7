"""Run every bench, each in a process of its own, and write docs/benchmarks.md. `make bench` does this."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.report import Report, rows

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
SHARED = {"__init__", "__main__", "crowd", "house", "loadings", "plain_orders", "rated_parcels", "report"}
SHARED |= {"serving", "stock_levels", "stock_scans", "stock_times", "tracked_parcels"}
SHARED |= {"storm_buyers", "storm_floor", "storm_shop", "storm_waiting", "storm_weather"}
NAMES = sorted({path.stem for path in HERE.glob("*.py")} - SHARED)


def main() -> None:
    """Run all, or those named, and write them into the page; exit code 1 when one failed (it is left as it was)."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[[], *NAMES], help="only these; the others stay in the page as they are"
    )
    parser.add_argument("--data", type=Path, help="folder of data sets that do not come with Packhorse")
    parser.add_argument("--seconds", type=float, help="how long each is measured (else as long as it asks for)")
    parser.add_argument("--page", type=Path, default=PAGE, help="page to write")
    asked = parser.parse_args()
    reports = [_run(name, asked) for name in asked.names or NAMES]
    if failed := reports.count(None):
        sys.exit(f"bench: {failed} of {len(reports)} failed, {asked.page} is left as it was")
    made = {report.bench: section(report) for report in reports if report}
    before = asked.page.read_text(encoding="utf-8") if asked.names and asked.page.exists() else ""
    asked.page.write_text(page(sections(before) | made), encoding="utf-8")
    print(f"bench: wrote {asked.page}")


def _run(name: str, asked: argparse.Namespace) -> Report | None:
    command = [sys.executable, "-m", f"bench.{name}", "--json"]
    if asked.seconds is not None:
        command += ["--seconds", str(asked.seconds)]
    if asked.data:
        command += ["--data", str(asked.data.absolute())]
    done = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    lines = done.stdout.splitlines()
    return Report(**json.loads(lines[-1])) if done.returncode == 0 and lines else None


def page(made: dict[str, str]) -> str:
    """Return the page of these sections by name."""
    head = [
        "# Benchmarks",
        "",
        "Written by `make bench` (`python -m bench`). One bench alone: "
        "`python -m bench.NAME [--data FOLDER] [--seconds S] [--json]`.",
        "Every figure stands beside a reference that was measured in the same run on the same machine.",
    ]
    return "\n".join([*head, *(f"\n## {name}\n\n{made[name].strip()}" for name in sorted(made))]) + "\n"


def sections(text: str) -> dict[str, str]:
    """Return the sections of a page by name."""
    parts = text.split("\n## ")[1:]
    return {name.strip(): rest for name, _, rest in (part.partition("\n") for part in parts)}


def section(report: Report) -> str:
    """Return a bench's section: what it is, when and where it was measured, and its table."""
    text = [(import_module(f"bench.{report.bench}").__doc__ or "").strip(), ""]
    if report.skipped is not None:
        return "\n".join([*text, f"Skipped: {report.skipped}"])
    text.append(
        f"Measured on {datetime.now(UTC):%d %B %Y}: {os.cpu_count()} processors ({platform.machine()}), "
        f"{platform.system()}, Python {platform.python_version()}, {_server()}."
    )
    text += ["", "| | Figure | Value |", "|---|---|---:|"]
    return "\n".join([*text, *(f"| {what} | {name} | {value} |" for what, name, value in rows(report))])


def _server() -> str:
    return "the PostgreSQL of DATABASE_URL" if os.environ.get("DATABASE_URL") else "the embedded PostgreSQL 18"


if __name__ == "__main__":
    main()
