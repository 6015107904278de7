"""Files: none too long, and every area introduces itself."""

from pathlib import Path

from architecture.trees import LINE

FOLDERS = ("src", "tests", "bench", "tools")
KINDS = (".py", ".sql", ".html", ".js", ".css")
EXEMPT = {"migrations", "vendor", "data", "node_modules", "__pycache__"}
LONGEST = 300
LONGEST_README = 25


def find_long_files(root: Path) -> list[str]:
    """At about 300 lines a file becomes a folder of verbs."""
    return [
        f"{path.relative_to(root).as_posix()}:{lines} lines"
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in KINDS and path.is_file() and not EXEMPT & set(path.relative_to(root).parts)
        for lines in [_lines(path)]
        if lines > LONGEST
    ]


def find_missing_readmes(root: Path) -> list[str]:
    """Every area says in a few lines what starts it, what ends it, and its tables."""
    found = []
    for area in sorted(LINE):
        path = root / area / "README.md"
        if not (root / area).is_dir():
            continue
        if not path.is_file():
            found.append(f"{area}/README.md is missing")
        elif _lines(path) > LONGEST_README:
            found.append(f"{area}/README.md:{_lines(path)} lines")
    return found


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
