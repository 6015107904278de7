"""A database that is not there, or a name that is none: told in one line, and nothing is made."""

import pytest

from faults import processes as p


def refused(done, *words):
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("packhorse: ") and len(done.stderr.splitlines()) == 1, done.stderr
    assert [word for word in words if word not in done.stderr] == [], done.stderr


LOOKS = [("audit",), ("shell",), ("key", "list")]


@pytest.mark.parametrize("command", LOOKS)
def test_a_command_that_looks_makes_nothing_in_a_new_folder(command, tmp_path):
    done = p.packhorse(tmp_path, *command)
    refused(done, f"there is no database packhorse in {tmp_path} (there: none).", "packhorse up makes one")
    assert list(tmp_path.iterdir()) == []


def test_a_mistyped_name_makes_no_database(made):
    with p.data_folder(made) as folder, p.served(folder):
        typo = {"PACKHORSE_DATABASE": "packhorse_dmeo", "PACKHORSE_NEW_PASSWORD": "correct horse battery"}
        for command in (*LOOKS, ("user", "add", "ada"), ("work",)):
            done = p.packhorse(folder, *command, **typo)
            refused(done, f"there is no database packhorse_dmeo in {folder} (there: packhorse).")
        done = p.packhorse(folder, "audit")
        assert done.returncode == 0 and "Database packhorse\n" in done.stdout
        refused(p.packhorse(folder, "audit", PACKHORSE_DATABASE="packhorse_dmeo"), "there is no database")
        # An empty variable counts as unset.
        assert p.packhorse(folder, "audit", PACKHORSE_DATABASE="").stdout == done.stdout


@pytest.mark.parametrize(
    "name", ["postgres", "template0", "template1", "x" * 64, "a b", "shop-1", "1shop", 'x"; DROP', "../x", "ä"]
)
def test_a_name_that_is_none_or_the_servers_own_is_refused(name, tmp_path):
    # It is read before it is known which command is asked for: one that looks and one that works are enough.
    for command in ("audit", "work")[: 2 if name == "a b" else 1]:
        refused(p.packhorse(tmp_path, command, PACKHORSE_DATABASE=name), "PACKHORSE_DATABASE must be the plain name")
    assert list(tmp_path.iterdir()) == []
