"""Take in files of carriers' rate tables."""

from pathlib import Path
from typing import Annotated

import typer

from packhorse.cli.terminal import WRONG, err, out

Files = Annotated[
    list[Path],
    typer.Argument(help="Services, zones, rates, surcharges: CSV, TSV or Excel.", exists=True, dir_okay=False),
]


def import_carriers(
    files: Files, dry_run: Annotated[bool, typer.Option(help="Check everything, keep nothing.")] = False
) -> None:
    """Keep rate tables of carriers (see docs/carriers.md): the columns say which file is which.

    All files together or none. Exit code 0: all kept. 1: some rows are wrong (they are listed), nothing was kept.
    """
    from packhorse.web.start import start

    start()
    from django.utils.timezone import now

    from packhorse.web import carrier_files

    report = carrier_files.take([(str(file), file.read_bytes()) for file in files], now=now(), dry_run=dry_run)
    out.print(report.summary(), highlight=False, markup=False, soft_wrap=True)
    for kind, faults in (("", report.faults), ("to be looked at: ", report.warnings)):
        for fault in faults:
            where = f"{fault.at.file}:{fault.at.line or 'kept'}" + (f", column {fault.column}" if fault.column else "")
            err.print(f"{where}: {kind}{fault.reason}", highlight=False, markup=False, soft_wrap=True)
    if not report.good:
        raise typer.Exit(WRONG)
