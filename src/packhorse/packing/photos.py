"""Photos as they are kept: JPEG of a sensible size, upright, and without what the camera wrote into them."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from packhorse.errors import Refusal

MOST_BYTES = 15_000_000  # of what a phone sends
MOST_PIXELS = 80_000_000
LONGEST_SIDE = 1600
KEPT_BYTES = 2_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Photo:
    """A JPEG and its size in pixels."""

    image: bytes
    width: int
    height: int


def developed(content: bytes) -> Photo:
    """Return a photo as it is kept; refuses what is none, or far too large, in words for whoever took it."""
    if len(content) > MOST_BYTES:
        raise _wrong(f"The photo has more than {MOST_BYTES // 1_000_000} MB: take it with fewer pixels.")
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise _wrong(f"The photo has more than {MOST_PIXELS // 1_000_000} million pixels: take a smaller one.")
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read no larger than it has to be
            turned = ImageOps.exif_transpose(found)
            turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _kept(turned)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        text = (
            "This file is no photo that can be read: take it with the camera as JPEG, PNG or WebP, and send it again."
        )
        raise _wrong(text) from None


def _kept(picture: Image.Image) -> Photo:
    plain = Image.new("RGB", picture.size, "white")  # a new picture has nothing that the camera wrote
    plain.paste(picture.convert("RGBA"), mask=picture.convert("RGBA").getchannel("A"))
    for quality in (82, 65, 45, 25):
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= KEPT_BYTES:
            break
    return Photo(out.getvalue(), plain.width, plain.height)


def _wrong(text: str) -> Refusal:
    return Refusal("NOT_A_PHOTO", text, status=422)
