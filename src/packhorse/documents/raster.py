"""Text and MaxiCode as dots, for label printers that own neither the letters nor the code. Black is 1."""

from functools import lru_cache
from math import ceil, cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

from packhorse.documents import fonts, maxicode
from packhorse.documents.label import MaxiCode

_ASCENT = 0.93
_TALL = 1.17  # of a line, in ems
_FINE = 4  # a MaxiCode is drawn so many times larger first, for the corners of its cells


def line(text: str, size: float, *, bold: bool) -> Image.Image:
    """Return a line of text, `size` dots an em; its upper left corner is that of the line."""
    # Letters stand where the widths say, not where rounding to dots would push them: the line was fitted by those.
    placed, x = [], 0.0
    for face, part in fonts.drawn(text, bold=bold):
        widths = fonts.advances(face, part)
        for char, wide in zip(part, widths, strict=True):
            placed.append((x, face, char))
            x += wide * size
    image = Image.new("1", (max(1, ceil(x)), max(1, ceil(size * _TALL))), 0)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    for at, face, char in placed:
        pen.text((round(at), round(size * _ASCENT)), char, fill=1, font=_font(face, max(1, round(size))), anchor="ls")
    return image


@lru_cache(256)
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.path_of(face)), size, layout_engine=ImageFont.Layout.BASIC)


def comb(code: MaxiCode, width: float) -> Image.Image:
    """Return a MaxiCode of so many dots."""
    found = maxicode.encode(code)
    scale = width / found.width
    size = (ceil(width), ceil(found.height * scale))
    large = Image.new("L", (size[0] * _FINE, size[1] * _FINE), 255)
    pen, fine = ImageDraw.Draw(large), scale * _FINE
    for x, y, radius in found.cells:
        reach = radius * 2 / 3**0.5
        turns = [pi / 2 + corner * pi / 3 for corner in range(6)]
        pen.polygon([((x + reach * cos(t)) * fine, (y + reach * sin(t)) * fine) for t in turns], fill=0)
    for x, y, radius, thick in sorted(found.rings, key=lambda ring: -ring[2]):  # each lies within the one before
        far, near = (radius + thick / 2) * fine, (radius - thick / 2) * fine
        for reach, ink in ((far, 0), (near, 255)):
            pen.ellipse((x * fine - reach, y * fine - reach, x * fine + reach, y * fine + reach), fill=ink)
    return large.resize(size, Image.Resampling.BOX).point(lambda grey: 255 if grey < 128 else 0).convert("1")
