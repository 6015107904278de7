"""Take in files of stock, warehouses and bins."""

from pathlib import Path
from typing import Annotated

import typer

from packhorse.cli.terminal import WRONG, err, out

File = Annotated[Path, typer.Argument(help="CSV, TSV or Excel.", exists=True, dir_okay=False)]


def import_stock(
    file: File,
    kind: Annotated[
        str,
        typer.Option("--as", help="opening: goods that come; adjust: more or fewer; count: how many there are."),
    ] = "opening",
    dry_run: Annotated[bool, typer.Option(help="Check everything and say what would change, keep nothing.")] = False,
    again: Annotated[bool, typer.Option(help="Book a file that was booked before once more.")] = False,
    errors: Annotated[
        Path | None, typer.Option(help="Write the refused rows there, to be corrected.", dir_okay=False)
    ] = None,
) -> None:
    """Take in stock (see docs/stockfile.md). Wrong rows are named, good ones booked; the same file again adds nothing.

    Exit code 0: all booked. 1: some rows are wrong (they are listed). 2: nothing could be done.
    """
    from packhorse.web.start import start

    start()
    from django.utils.timezone import now

    from packhorse.web import stock_files

    content = file.read_bytes()
    report = stock_files.take(
        content, kind=kind, name=file.name, now=now(), actor="import", dry_run=dry_run, again=again
    )
    if dry_run:
        for each in report.changed:
            row = each.row
            lot = f" lot {row.lot}" if row.lot else ""
            words = f"{file}:{row.line}: {row.warehouse} {row.bin} {row.sku}{lot}: {each.before} -> {each.after}"
            out.print(words, highlight=False, markup=False, soft_wrap=True)
    out.print(report.summary(), highlight=False, markup=False, soft_wrap=True)
    _say_faults(file, [(fault.line, fault.column, fault.reason) for fault in report.faults])
    if errors is not None:
        from packhorse.cli.imports import write_errors

        write_errors(content, report.refused, errors, what="refused rows")
    if report.faults:
        raise typer.Exit(WRONG)


def import_warehouses(
    file: File, dry_run: Annotated[bool, typer.Option(help="Check everything, keep nothing.")] = False
) -> None:
    """Open warehouses, add bins to them, or keep closed days: the columns say which (docs/stockfile.md, promise.md).

    What is there by its code is brought up to date. Exit code 0: all kept. 1: some rows are wrong (they are listed).
    """
    from packhorse.web.start import start

    start()
    from packhorse.web import warehouse_files

    report = warehouse_files.take(file.read_bytes(), dry_run=dry_run)
    out.print(report.summary(), highlight=False, markup=False, soft_wrap=True)
    _say_faults(file, [(fault.line, fault.column, fault.reason) for fault in report.faults])
    if report.faults:
        raise typer.Exit(WRONG)


def import_cartons(
    file: File, dry_run: Annotated[bool, typer.Option(help="Check everything, keep nothing.")] = False
) -> None:
    """Keep the carton types of a file (docs/cartons.md); known ones, by code, are brought up to date.

    Exit code 0: all kept. 1: some rows are wrong (they are listed).
    """
    from packhorse.web.start import start

    start()
    from packhorse.web import carton_files

    report = carton_files.take(file.read_bytes(), dry_run=dry_run)
    out.print(report.summary(), highlight=False, markup=False, soft_wrap=True)
    _say_faults(file, [(fault.line, fault.column, fault.reason) for fault in report.faults])
    if report.faults:
        raise typer.Exit(WRONG)


def _say_faults(file: Path, faults: list[tuple[int, str, str]]) -> None:
    for line, column, reason in faults:
        where = f"{file}:{line}" + (f", column {column}" if column else "")
        err.print(f"{where}: {reason}", highlight=False, markup=False, soft_wrap=True)
