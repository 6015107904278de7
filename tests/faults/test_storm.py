"""A small storm: whoever is killed in it, nothing is sold twice, nothing stays unsold, and no error reaches a buyer."""

import json

from faults import processes as p

STORM = """
import json
from bench.house import house
from bench.storm import storms
with house("storm") as url:
    print(json.dumps(storms(url, {"killed": 3.0, "database": 3.0})), flush=True)
"""
SOUND = ("oversold", "unsold", "lost", "errors", "audit_differences")


def test_a_storm_ends_with_everything_sold_that_somebody_wants():
    with p.data_folder() as folder, p.running(folder, "-c", STORM) as storm:
        found = json.loads(p.wait_for_line(storm, "{", patience=500))
        assert storm.wait(timeout=60) == 0, p.said(storm)
    for figures in found.values():
        assert {name: figures[name] for name in SOUND} == dict.fromkeys(SOUND, 0), figures
        assert figures["sold"] == figures["sellable"] > 0
        assert figures["kills"] > 0
