"""`pip install .` into an empty environment, and the whole demonstration from it, far from the repository."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from faults.processes import answers, data_folder, end, environment, free_port, wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def installed(tmp_path):
    """The folder of programs of an environment that holds nothing but Packhorse and what it asks for."""
    source = tmp_path / "source"
    leave = shutil.ignore_patterns(".git", ".venv", "tests", "vendor", "fonts", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, source, ignore=leave)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    programs = tmp_path / "env/bin"
    # Not compiled: of the thousands of files, the few hundred that are run are compiled then.
    asked = [programs / "python", "-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check"]
    subprocess.run([*asked, source], check=True, cwd=tmp_path)
    shutil.rmtree(source)
    return programs


def test_an_installed_packhorse_shows_itself(installed, tmp_path):
    with data_folder() as folder:
        clean = environment(folder) | {"PYTHONPATH": "", "COLUMNS": "200"}
        told = {"env": clean, "cwd": tmp_path, "stdin": subprocess.DEVNULL, "text": True}
        demo = subprocess.run([installed / "packhorse", "demo", "--no-serve"], **told, capture_output=True, timeout=300)
        assert (demo.returncode, demo.stderr) == (0, "")
        # Some of the parcels meet with mishaps on the way; the same ones in every demonstration.
        (orders,) = (line for line in demo.stdout.splitlines() if "│ Orders " in line)
        ends = {what: int(units) for units, what in re.findall(r"\b(\d+) (delivered|shipped|cancelled)\b", orders)}
        assert ends["delivered"] + ends["shipped"] == 73 and ends["shipped"] <= 5, demo.stdout
        audit = subprocess.run([installed / "packhorse", "audit"], **told, capture_output=True, timeout=60)
        assert audit.returncode == 0, audit.stdout + audit.stderr
        port = free_port()
        serve = subprocess.Popen(
            [installed / "packhorse", "serve", "--port", str(port)], **told, start_new_session=True
        )
        try:
            wait_until(lambda: answers(port), "the installed console listens", patience=40)
            page = urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=10).read().decode()
            styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
            sizes = [len(urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).read()) for path in styles]
            assert len(sizes) == 2
            assert max(sizes) > 100_000  # Tabler, gathered while the wheel was built
        finally:
            end(serve, patience=30)
