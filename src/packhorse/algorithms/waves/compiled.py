"""What compiles the loops of this package."""

from pathlib import Path

from packhorse.algorithms.compiling import compiler

compiled = compiler(Path(__file__).parent)
inlined = compiler(Path(__file__).parent, inline="always")
