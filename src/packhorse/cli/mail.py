"""Mails to customers."""

import os
from typing import Annotated

import typer

from packhorse.cli.terminal import CANNOT, err, out

app = typer.Typer(help="Mails to customers.", no_args_is_help=True)


@app.callback()
def mail() -> None:
    """Mails to customers."""


@app.command("test")
def test(to: Annotated[str, typer.Option("--to", help="Address that the test goes to.", metavar="ADDRESS")]) -> None:
    """Hand in a test mail at the mail server of PACKHORSE_MAIL_URL.

    Exit code 0: the server has taken it. 2: it has not, with the reason.
    """
    import django

    # No database is asked for this.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhorse.web.settings")
    django.setup()
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils.timezone import now

    from packhorse.retention.operations import Later, Rejected, post_test

    try:
        validate_email(to)
    except ValidationError:
        _stop("--to must be a plain mail address, for example you@example.com.")
    if settings.MAILING is None:
        _stop("No mail server is named: set PACKHORSE_MAIL_URL and PACKHORSE_MAIL_FROM. A demonstration sends nothing.")
    try:
        post_test(to=to, mailing=settings.MAILING, now=now())
    except (Later, Rejected) as error:
        _stop(f"{error.text}.")
    server = settings.MAILING.server
    out.print(f"{server.host}:{server.port} has taken the mail.", highlight=False, markup=False, soft_wrap=True)


def _stop(text: str) -> None:
    err.print(f"packhorse: {text}", style="red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(CANNOT)
