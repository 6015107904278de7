"""Take in files."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from packhorse.cli import carriers, stock
from packhorse.cli.terminal import WRONG, err, out

app = typer.Typer(help="Take in files.", no_args_is_help=True)
app.command("stock")(stock.import_stock)
app.command("warehouses")(stock.import_warehouses)
app.command("carriers")(carriers.import_carriers)
app.command("cartons")(stock.import_cartons)


@app.command("orders")
def import_orders(
    file: Annotated[Path, typer.Argument(help="Order file: CSV, TSV or Excel.", exists=True, dir_okay=False)],
    channel: Annotated[str, typer.Option(help="Channel the orders come from.")] = "web",
    currency: Annotated[str, typer.Option(help="Currency of a new channel (ISO 4217); GBP when not said.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Check everything, keep nothing.")] = False,
    timezone: Annotated[str, typer.Option(help="Time zone of times without an offset, like Europe/Berlin.")] = "UTC",
    errors: Annotated[
        Path | None, typer.Option(help="Write the refused orders there, to be corrected.", dir_okay=False)
    ] = None,
) -> None:
    """Take in a file of orders. Wrong rows are named, good ones kept; the same file again adds nothing.

    Packhorse's own format, exports of Shopify and WooCommerce, Amazon's order report, and what the channel maps
    (see docs/orderfile.md). Exit code 0: all taken. 1: some rows are wrong (they are listed). 2: nothing could be done.
    """
    from packhorse.web.start import start

    start()
    from django.db import transaction
    from django.utils.timezone import now

    from packhorse.placing import operations as placing
    from packhorse.placing import queries

    content = file.read_bytes()
    known = {code: known_currency for code, _, known_currency in queries.channels()}
    # A dry run opens no channel either.
    with transaction.atomic() if dry_run else nullcontext():
        placing.open_channel(code=channel, name=channel, currency=currency or known.get(channel, "GBP"))
        report = placing.import_orders(
            content, channel=channel, now=now(), actor="import", dry_run=dry_run, timezone=timezone
        )
        if dry_run:
            transaction.set_rollback(True)
    out.print(report.summary(), highlight=False, markup=False, soft_wrap=True)
    for order in report.skipped:
        text = f"{file}:{order.line}: order {order.order_number} passed over: {order.reason}"
        out.print(text, highlight=False, markup=False, soft_wrap=True)
    for error in report.errors:
        where = f"{file}:{error.line}" + (f", column {error.column}" if error.column else "")
        err.print(f"{where}: {error.reason}", highlight=False, markup=False, soft_wrap=True)
    if errors is not None:
        write_errors(content, report.refused, errors)
    if report.errors:
        raise typer.Exit(WRONG)


def write_errors(content: bytes, refused: dict[int, str], path: Path, *, what: str = "rows of refused orders") -> None:
    """Write the refused rows of a file, each with what is wrong on it, into a file of its own."""
    from packhorse.errors import Refusal
    from packhorse.placing.formats.errorfile import error_file

    made = error_file(content, refused)
    if made is None:
        return
    if made.suffix == ".xlsx":
        path = path.with_suffix(made.suffix)  # a workbook by another name opens nowhere
    try:
        path.write_bytes(made.content)
    except OSError as error:
        raise Refusal("ERROR_FILE", f"The error file {path} cannot be written: {error.strerror}.") from None
    out.print(f"{made.rows} {what}: {path}", highlight=False, markup=False, soft_wrap=True)


@app.command("mapping")
def import_mapping(
    channel: Annotated[str, typer.Argument(help="Channel whose files are meant.")],
    file: Annotated[Path, typer.Argument(help="Mapping (JSON, see docs/orderfile.md).", exists=True, dir_okay=False)],
) -> None:
    """Say which column of a channel's files is which of ours. `{}` takes the mapping away.

    Exit code 0: kept. 2: refused, with what is wrong.
    """
    from packhorse.web.start import start

    start()
    from packhorse.errors import Refusal
    from packhorse.placing import operations as placing

    try:
        mapping = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Refusal("FILE_MAPPING", f"{file} is no JSON: {error}", status=422) from None
    placing.set_file_mapping(channel=channel, mapping=mapping)
    out.print(f"The files of channel {channel} are read by this mapping from now on.", highlight=False, markup=False)


@app.command("products")
def import_products(
    file: Annotated[Path, typer.Argument(help="Product file: CSV, TSV or Excel.", exists=True, dir_okay=False)],
    dry_run: Annotated[bool, typer.Option(help="Check everything, keep nothing.")] = False,
) -> None:
    """List the products of a file, with their packs and kits (see docs/productfile.md).

    Listed ones are brought up to date. Wrong rows are named, good ones kept. Exit code 0: all taken. 1: some rows are
    wrong (they are listed). 2: nothing could be done.
    """
    from packhorse.web.start import start

    start()
    from packhorse.web.product_import import import_products as take

    report = take(file.read_bytes(), dry_run=dry_run)
    out.print(report.summary(), highlight=False, markup=False, soft_wrap=True)
    for error in report.errors:
        where = f"{file}:{error.line}" + (f", column {error.column}" if error.column else "")
        err.print(f"{where}: {error.reason}", highlight=False, markup=False, soft_wrap=True)
    if report.errors:
        raise typer.Exit(WRONG)
