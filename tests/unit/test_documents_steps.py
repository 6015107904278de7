"""The printed steps: every step with its words whole, however many and however long, and no odd letter fails."""

import pytest
from papers import bare, squeezed

from packhorse.algorithms.packing.cubes import Cube
from packhorse.algorithms.packing.goods import Placement
from packhorse.documents.packing_steps import PackingSteps, StepPicture, render


def plan(words, steps=1):
    cubes = tuple(
        Cube(Placement(1, 20 * nth, 0, 0, 20, 40, 30, 1, 1, 1), nth, str(nth + 1), nth == 2) for nth in range(3)
    )
    return PackingSteps(
        "PH1000001", 1, 2, "095200000000000011", "M", (60, 40, 30), (StepPicture(cubes, words),) * steps
    )


@pytest.mark.parametrize("steps", [1, 12, 13, 24])
def test_every_step_is_there(steps):
    text = squeezed(render(plan("MUG at left back, on the bottom, lying flat", steps)))
    assert [f"{nth}.{bare('MUG at left back')}" in text for nth in range(1, steps + 1)] == [True] * steps


@pytest.mark.parametrize("words", ["word " * 300, "W" * 900, "short"])
def test_words_are_whole_however_long(words):
    assert squeezed(render(plan(words, 7))).count(bare(words)) == 7


@pytest.mark.parametrize("odd", ["日本 🎁", "a\ud800b", "\x00\x1b[0m", "", "\u202eevil"])
def test_odd_characters_do_not_fail(odd):
    assert render(plan(odd)).startswith(b"%PDF")


def test_same_input_same_bytes():
    assert render(plan("x")) == render(plan("x"))
