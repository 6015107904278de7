"""`python -m packhorse.cli`."""

from packhorse.cli import main

main()
