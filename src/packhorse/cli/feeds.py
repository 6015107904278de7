"""What shops are told of stock."""

from typing import Annotated

import typer

from packhorse.cli.terminal import out

app = typer.Typer(help="What shops are told of stock.", no_args_is_help=True)


@app.command("list")
def list_feeds() -> None:
    """List the channels whose shops are told of stock, and how that goes."""
    from packhorse.web.start import start

    start(look=True)
    from packhorse.feed import queries

    for row in queries.feeds().values():
        told = f"told {row.told_at:%Y-%m-%d %H:%M:%S}" if row.told_at else "never told"
        words = (row.channel, row.state, told, f"{row.waiting} waiting", f"{row.refused} refused", row.said)
        out.print("  ".join(word for word in words if word), highlight=False, markup=False, soft_wrap=True)


@app.command("compare")
def compare(channel: Annotated[str, typer.Argument(help="Channel whose shop is meant.")]) -> None:
    """Let the worker compare all that a shop believes of its stock with ours, and tell it the right numbers.

    Exit code 0: queued; the page Channels shows what came of it. 2: refused, with the reason.
    """
    from packhorse.web.start import start

    start(look=True)
    from django.utils.timezone import now

    from packhorse.feed import operations

    operations.ask_comparison(channel=channel, now=now(), actor="command")
    out.print(f"The shop of {channel} is being compared.", highlight=False, markup=False)
