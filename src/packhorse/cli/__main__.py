"""`python -m packhorse.cli` is the command `packhorse`."""

from packhorse.cli import main

main()
