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
SHARED = {"__init__", "__main__", "crowd", "house", "plain_orders", "report"}
SHARED |= {"stock_levels", "storm_buyers", "storm_shop", "storm_waiting", "storm_weather"}


def main() -> None:
    """Run all, write the page; exit code 1 when a bench failed (the page is then left as it was)."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of data sets that do not come with Packhorse")
    parser.add_argument("--seconds", type=float, help="how long each is measured (else as long as it asks for)")
    parser.add_argument("--page", type=Path, default=PAGE, help="page to write")
    asked = parser.parse_args()
    reports = [_run(name, asked) for name in sorted(path.stem for path in HERE.glob("*.py")) if name not in SHARED]
    if failed := reports.count(None):
        sys.exit(f"bench: {failed} of {len(reports)} failed, {asked.page} is left as it was")
    asked.page.write_text(page([report for report in reports if report]), encoding="utf-8")
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


def page(reports: list[Report]) -> str:
    """Return the page: what was measured where, and each bench's table."""
    text = [
        "# Benchmarks",
        "",
        "Written by `make bench` (`python -m bench`). One bench alone: "
        "`python -m bench.NAME [--data FOLDER] [--seconds S] [--json]`.",
        "Every figure stands beside a reference that was measured in the same run on the same machine.",
        "",
        f"Measured on {datetime.now(UTC):%d %B %Y}: {os.cpu_count()} processors ({platform.machine()}), "
        f"{platform.system()}, Python {platform.python_version()}, {_server()}.",
    ]
    for report in reports:
        text += ["", f"## {report.bench}", "", (import_module(f"bench.{report.bench}").__doc__ or "").strip(), ""]
        if report.skipped is not None:
            text.append(f"Skipped: {report.skipped}")
            continue
        text += ["| | Figure | Value |", "|---|---|---:|"]
        text += [f"| {what} | {name} | {value} |" for what, name, value in rows(report)]
    return "\n".join(text) + "\n"


def _server() -> str:
    return "the PostgreSQL of DATABASE_URL" if os.environ.get("DATABASE_URL") else "the embedded PostgreSQL 18"


if __name__ == "__main__":
    main()
