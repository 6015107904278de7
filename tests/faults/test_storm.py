"""A small storm: whoever is killed in it, nothing is sold twice, nothing stays unsold, and no error reaches a buyer."""

import json

from faults import processes as p

STORM = """
import json
from pathlib import Path
from packhorse import postgres
from packhorse.web import settings
from packhorse.web.start import start
start()
from bench.storm import storms
server = postgres.Server(settings.CONFIG.folder(), Path(settings.DATABASES["default"]["HOST"]))
print(json.dumps(storms(server.database_url("packhorse"), {"killed": 3.0, "database": 3.0})), flush=True)
"""
SOUND = ("oversold", "unsold", "lost", "errors", "audit_differences")


def test_a_storm_ends_with_everything_sold_that_somebody_wants(made):
    with p.data_folder(made) as folder, p.running(folder, "-c", STORM) as storm:
        found = json.loads(p.wait_for_line(storm, "{", patience=500))
        assert storm.wait(timeout=60) == 0, p.said(storm)
        words = p.said(storm)[-3000:]
    for figures in found.values():
        assert {name: figures[name] for name in SOUND} == dict.fromkeys(SOUND, 0), (figures, words)
        assert figures["sold"] == figures["sellable"] > 0
        assert figures["kills"] > 0
