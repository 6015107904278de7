"""The command `packhorse`: what a person or a script can ask for. Each file of this folder adds its own commands."""

import typer

from packhorse.cli import access, imports, proofs, running
from packhorse.cli.words import CANNOT, err

__all__ = ["app", "main"]

app = typer.Typer(
    help="Order processing that a merchant runs on its own machine, from the order to the door.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
running.add_to(app)
proofs.add_to(app)
app.add_typer(imports.app, name="import")
app.add_typer(access.keys, name="key")
app.add_typer(access.users, name="user")


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
