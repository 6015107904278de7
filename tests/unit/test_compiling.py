"""Compiled loops are kept by their text: the same text at another place is not compiled again, another text is."""

import os
from importlib.util import module_from_spec, spec_from_file_location

from packhorse.algorithms.compiling import compiler

TEXT = "def twice(number):\n    return 2 * number\n"


def installed(place, text, *, at):
    """The loop of a package that was written to a folder at some time, compiled."""
    place.mkdir(parents=True)
    path = place / "loops.py"
    path.write_text(text)
    os.utime(path, (at, at))
    spec = spec_from_file_location("loops", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return compiler(place)(module.twice)


def test_the_same_text_elsewhere_is_not_compiled_again_and_another_is(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = installed(tmp_path / "one", TEXT, at=1_700_000_000)
    assert (first(4), sum(first.stats.cache_hits.values())) == (8, 0)
    again = installed(tmp_path / "other", TEXT, at=1_800_000_000)
    assert (again(4), sum(again.stats.cache_hits.values())) == (8, 1)
    changed = installed(tmp_path / "third", TEXT.replace("2", "3"), at=1_700_000_000)
    assert (changed(4), sum(changed.stats.cache_hits.values())) == (12, 0)
    assert {path.name for path in (tmp_path / "cache/packhorse").glob("*/*.py")} == {"compiling.py", "loops.py"}


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert installed(tmp_path / "one", TEXT, at=1_700_000_000)(4) == 8
