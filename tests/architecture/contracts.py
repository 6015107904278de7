"""The contracts of import-linter, run on the house and on small made-up houses that break them."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from architecture.trees import CONTRACTS, contracts

RUN = "from importlinter.cli import lint_imports_command; lint_imports_command()"

# (contract, importer, what it imports). The third shows that areas which do not exist yet have their place already.
BREACHES = [
    ("line", "picking/queries.py", "packhorse.packing.queries"),
    ("line", "catalog/queries.py", "packhorse.network.queries"),
    ("line", "shipping/queries.py", "packhorse.forecasting.queries"),
    ("pure", "placing/rules.py", "django.utils.timezone"),
    ("models", "web/pages.py", "packhorse.placing.models"),
    ("operations", "packing/operations/pack.py", "packhorse.placing.operations"),
    ("rooms", "placing/models.py", "packhorse.placing.queries"),
    ("reads", "placing/queries.py", "packhorse.inventory.operations"),
    ("doors", "placing/handlers.py", "packhorse.placing.models"),
    ("doors", "shipping/jobs.py", "packhorse.shipping.models"),
    ("rooms", "shipping/operations/tell.py", "packhorse.shipping.jobs"),
    ("relay", "placing/operations/place.py", "packhorse.outbox.relay"),
]


def names() -> set[str]:
    """Return the names of all contracts."""
    return {section.split(":")[2] for section in contracts().sections() if section.count(":") == 2}


def lint(folder: Path, contract: str = "") -> subprocess.CompletedProcess[str]:
    """Check the house in `folder` in a process of its own, where that house is the one to be imported."""
    limit = ["--contract", contract] if contract else []
    command = [sys.executable, "-c", RUN, "--no-cache", "--no-logo", *limit]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def build(folder: Path, files: Mapping[str, str]) -> None:
    """Write a house with every layer that must be there, the same contracts, and `files`."""
    shutil.copy(CONTRACTS, folder)
    layers = contracts()["importlinter:contract:line"]["layers"].replace("|", "\n").split("\n")
    needed = [name.strip() for name in layers if name.strip() and "(" not in name]
    for path in ["__init__.py", *(f"{name}/__init__.py" for name in needed), "outbox/relay.py", "outbox/wiring.py"]:
        _write(folder / "packhorse" / path, "")
    for path, text in files.items():
        _write(folder / "packhorse" / path, text)


def breach(importer: str, imported: str) -> dict[str, str]:
    """Return two files of which one imports the other."""
    inside = imported.split(".")[1:] if imported.startswith("packhorse.") else []
    files = {f"{inside[0]}/__init__.py": "", f"{inside[0]}/{inside[1]}.py": ""} if inside else {}
    return files | {f"{importer.rpartition('/')[0]}/__init__.py": "", importer: f"import {imported}\n"}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
