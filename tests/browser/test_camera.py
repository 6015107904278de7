"""The camera reads a label that we print ourselves."""

import shutil
from pathlib import Path

from company import place_and_source
from db.floor import wave
from playwright.sync_api import Page, expect

from browser.conftest import sign_in
from browser.test_pages import _axe
from packhorse.documents.symbols import code128

WIDTH, HEIGHT = 640, 480


def test_the_camera_scans_the_bin(page: Page, console: str, tmp_path: Path) -> None:
    place_and_source("1", {"MUG": 3})
    (list_id,) = wave("BRS")
    _film(tmp_path / "label.y4m", "BRS-A1")
    seen = [f"--use-file-for-fake-video-capture={tmp_path / 'label.y4m'}"]
    fake = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", *seen]
    browser = page.context.browser
    assert browser
    filming = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=fake)
    try:
        here = filming.new_page(base_url=console, viewport={"width": 390, "height": 844})
        asked: list[str] = []
        here.on("request", lambda request: asked.append(request.url))
        sign_in(here, "picker")
        here.goto(f"/pick/{list_id}")
        here.click("text=Take this list")
        here.click("text=Camera")
        expect(here.locator("[data-part=answer][data-answer=good]")).to_have_text("Right bin", timeout=20_000)
        expect(here.locator("[data-part=go]")).to_have_text("3 ×")
        assert _axe(here) == []
        here.click("text=Close the camera")
        expect(here.locator("[data-part=viewer]")).to_be_hidden()
        assert any(url.endswith("zxing_reader.wasm") for url in asked)
        address = here.url.split("/pick")[0]
        assert [url for url in asked if not url.startswith((address, "data:"))] == []
    finally:
        filming.close()


def _film(path: Path, text: str) -> None:
    """Write a film of one picture: a barcode of this text, black on white (YUV4MPEG2)."""
    symbol, wide, tall = code128(text), 4, 160
    left, top = (WIDTH - wide * symbol.width) // 2, (HEIGHT - tall) // 2
    row = bytearray(b"\xeb" * WIDTH)
    for start, width in symbol.rows[0]:
        row[left + wide * start : left + wide * (start + width)] = b"\x10" * (wide * width)
    white, line = b"\xeb" * WIDTH, bytes(row)
    picture = white * top + line * tall + white * (HEIGHT - top - tall)
    grey = b"\x80" * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420mpeg2\n".encode()
    path.write_bytes(head + (b"FRAME\n" + picture + grey) * 5)
