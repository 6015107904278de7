"""A label printer for tests: what of ZPL II our labels use, drawn dot by dot, fields that stick out refused."""

import re

import zint
from PIL import Image, ImageDraw


def printed(zpl):
    """The labels of a job as pictures, without the lines in the printer's own font."""
    return [_label(job) for job in re.findall(r"\^XA.*?\^XZ", zpl, re.S)]


def _label(job):
    wide, tall = (int(re.search(rf"\^{name}(\d+)", job)[1]) for name in ("PW", "LL"))
    paper = Image.new("1", (wide, tall), 1)
    for x, y, field in re.findall(r"\^FO(\d+),(\d+)(.*?)\^FS", job, re.S):
        ink = _ink(field)
        if ink:
            at = int(x), int(y)
            assert at[0] + ink.width <= wide + 7 and at[1] + ink.height <= tall, field[
                :40
            ]  # the last octet may be empty
            paper.paste(0, at, ink)
    return paper


def _ink(field):
    if found := re.match(r"\^GFA,(\d+),\1,(\d+),(.*)", field):
        return graphic(int(found[1]), int(found[2]), found[3])
    if box := re.match(r"\^GB(\d+),(\d+),(\d+)", field):
        wide, tall, thick = map(int, box.groups())
        image = Image.new("1", (max(wide, thick), max(tall, thick)), 0)
        ImageDraw.Draw(image).rectangle((0, 0, image.width - 1, image.height - 1), outline=1, width=thick)
        return image
    if bars := re.match(r"\^BY(\d+)\^BCN,(\d+),N,N,N,([AN])\^FD(.*)", field):
        return _bars(int(bars[1]), int(bars[2]), bars[3], bars[4])
    assert re.match(r"\^A0N,\d+,\d+\^FH_\^FD", field), field[:40]
    return None


def graphic(total, octets, data):
    data = re.sub(r"([g-z]?)([G-Y]?)([0-9A-F])", lambda found: found[3] * (_count(*found.groups()[:2]) or 1), data)
    rows = []
    for line in re.findall(rf":|[0-9A-F]{{0,{octets * 2 - 1}}},|[0-9A-F]{{{octets * 2}}}", data):
        rows.append(rows[-1] if line == ":" else line.rstrip(",").ljust(octets * 2, "0"))
    assert len(rows) * octets == total
    return Image.frombytes("1", (octets * 8, len(rows)), bytes.fromhex("".join(rows)))


def _count(twenties, ones):
    return (20 * (ord(twenties) - ord("f")) if twenties else 0) + (ord(ones) - ord("F") if ones else 0)


def _bars(module, tall, mode, data):
    symbol = zint.Symbol()
    symbol.symbology, symbol.show_text, symbol.scale = zint.Symbology.CODE128, False, 0.5
    if mode == "N":  # by hand: subset C, then function 1, which makes it GS1-128
        symbol.symbology, data = zint.Symbology.GS1_128, "[00]" + re.fullmatch(r">;>800(\d{18})", data)[1]
    symbol.encode(data)
    symbol.buffer_vector()
    image = Image.new("1", (symbol.width * module, tall), 0)
    for bar in symbol.vector.rectangles:
        image.paste(1, (round(bar.x) * module, 0, round(bar.x + bar.width) * module, tall))
    return image
