"""The merchant's colour and logo, as they stand on the pages that customers see."""

from pathlib import Path

MOST_BYTES = 40_000  # a page is to be there at once, on a phone too
CONTRAST = 4.5  # of white text on the colour, as WCAG 2 asks for it
KINDS = (  # how a file of each kind begins
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)


def read_logo(path: Path) -> tuple[bytes, str]:
    """Return the logo in a file and its media type; raises ValueError with what is wrong with it."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror}): name an image file, or leave it unset") from None
    if not content:
        raise ValueError(
            f"has {size:,} bytes, and {MOST_BYTES:,} are the most: customers wait for it. Make it smaller, as SVG or "
            "as a PNG 72 pixels high"
            if size
            else "is an empty file"
        )
    kind = next((kind for start, kind in KINDS if content.startswith(start)), "")
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        kind = "image/webp"
    elif content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<svg", b"<?xml", b"<!--")) and b"<svg" in content:
        kind = "image/svg+xml"
    if not kind:
        raise ValueError("is no image that browsers show: give a PNG, JPEG, GIF, WebP or SVG file")
    return content, kind


def contrast(colour: str) -> float:
    """Return the contrast of white on a colour (#rrggbb), from 1 to 21, as WCAG 2 reckons it."""
    parts = [int(colour[nth : nth + 2], 16) / 255 for nth in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
