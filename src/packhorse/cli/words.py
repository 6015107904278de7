"""Where the commands say what they have to say, and with which code they end."""

from rich.console import Console

out = Console()
err = Console(stderr=True)

# Exit codes: 0 done; 1 done, but something is wrong with what was given; 2 cannot start or was asked wrongly.
WRONG, CANNOT = 1, 2
