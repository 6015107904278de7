"""A small storm: whoever is killed in it, nothing is sold twice, nothing stays unsold, and no error reaches a buyer."""

import json

from faults import processes as p

SOUND = ("oversold", "unsold", "lost", "errors", "audit_differences")


def test_a_storm_ends_with_everything_sold_that_somebody_wants():
    with p.data_folder() as folder, p.running(folder, "-m", "bench.storm", "--seconds", "3", "--json") as storm:
        found = json.loads(p.wait_for_line(storm, '{"bench"', patience=600))["figures"]
        assert storm.wait(timeout=60) == 0, p.said(storm)
    assert {name: found[name] for name in SOUND} == dict.fromkeys(SOUND, 0)
    assert found["sold"] == found["sellable"] > 0
    assert found["kills_killed"] > 0 and found["kills_database"] > 0
