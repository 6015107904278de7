"""Where typefaces lie: those that come with Packhorse, and a folder of the merchant's. It costs nothing to import."""

from pathlib import Path

OURS = Path(__file__).parent / "fonts"

_folders = [OURS]


def look_in(folder: Path) -> None:
    """Look for TrueType fonts in one more folder: they draw what those before lack. Before anything is drawn."""
    if folder not in _folders:
        _folders.append(folder)


def files_found() -> dict[str, Path]:
    """Return {name: file} of all TrueType fonts; of two with the same name the first counts."""
    files: dict[str, Path] = {}
    for folder in _folders:
        for path in sorted(folder.glob("*.ttf")):
            files.setdefault(path.stem, path)
    return files
