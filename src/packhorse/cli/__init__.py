"""The command `packhorse`: what a person or a script can ask for."""

import typer

from packhorse.cli import feeds, imports, keys, mail, proof, running, users
from packhorse.cli.scale import scale
from packhorse.cli.terminal import CANNOT, err

app = typer.Typer(
    help="Order processing that a merchant runs on its own machine, from the order to the door.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for command in (running.demo, running.up, running.serve, running.work):
    app.command()(command)
app.add_typer(imports.app, name="import")
for command in (proof.stock, proof.audit, running.shell):
    app.command()(command)
app.command()(scale)
app.add_typer(feeds.app, name="feed")
app.add_typer(mail.app, name="mail")
app.add_typer(users.app, name="user")
app.add_typer(keys.app, name="key")


def main() -> None:
    """Run the command line; what Packhorse refuses is one clear line, not a traceback."""
    from packhorse.web.start import words_for

    try:
        app()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as error:
        if not (words := words_for(error)):
            raise
        err.print(f"packhorse: {words}", style="red", highlight=False, markup=False, soft_wrap=True)
        raise SystemExit(CANNOT) from None
