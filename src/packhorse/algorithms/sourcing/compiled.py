"""What compiles the loops of this package."""

from pathlib import Path
from typing import Any

from packhorse.algorithms.compiling import compiler

compiled: Any = compiler(Path(__file__).parent)
