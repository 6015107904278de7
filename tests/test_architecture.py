"""The rules of the house hold, and each guard is shown failing once. No database, no Django.

Every guard runs on the real tree, where it must find nothing, and on a small tree that breaks its rule, where
it must name exactly the places that do.
"""

from pathlib import Path

import pytest
from architecture import contracts
from architecture.breaches import BREACHES, Breach
from architecture.trees import HOUSE, functions, modules

EACH_GUARD = pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.guard.__name__)


@EACH_GUARD
def test_the_house_keeps_the_rule(breach: Breach) -> None:
    assert breach.guard(breach.root) == []


@EACH_GUARD
def test_the_guard_names_what_breaks_the_rule(breach: Breach, tmp_path: Path) -> None:
    for name, text in breach.files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert sorted(breach.guard(tmp_path)) == sorted(breach.found)


def test_every_guard_is_shown_failing() -> None:
    written = {
        function.name
        for module in modules(Path(contracts.__file__).parent)
        for function in functions(module.tree)
        if function.name.startswith("find_")
    }
    assert written == {breach.guard.__name__ for breach in BREACHES}


def test_the_house_keeps_its_contracts() -> None:
    done = contracts.lint(HOUSE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_house_without_breaches_keeps_the_contracts(tmp_path: Path) -> None:
    contracts.build(tmp_path, {})
    done = contracts.lint(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("contract", "importer", "imported"), contracts.BREACHES)
def test_a_breach_breaks_its_contract(contract: str, importer: str, imported: str, tmp_path: Path) -> None:
    contracts.build(tmp_path, contracts.breach(importer, imported))
    done = contracts.lint(tmp_path, contract)
    module = "packhorse." + importer.removesuffix(".py").replace("/", ".")
    target = imported if imported.startswith("packhorse.") else imported.split(".")[0]
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{module} -> {target}" in " ".join(done.stdout.split())


def test_every_contract_is_shown_failing() -> None:
    assert {contract for contract, _, _ in contracts.BREACHES} == contracts.names()
