"""A packer at the bench with a phone: how the goods lie, another carton, a photo."""

import io
import re

from company import place_and_source, product
from db.floor import begin, fulfillment, walk_and_sort
from PIL import Image
from playwright.sync_api import Page, expect
from unit.test_packing_picture import RING

from browser.conftest import sign_in
from browser.test_door import _scan
from browser.test_wall import _looks_right
from packhorse.algorithms.packing.picture import View, painted
from packhorse.packing import queries

DRAWN = """async ([blocks, room, turn, tilt]) => {
  const src = document.querySelector("script[src*='pack/steps.js']").src.replace("steps.js", "picture.js");
  const { View, painted } = await import(src);
  const view = new View(room, 480, 360, turn, tilt, 20);
  return painted(blocks, view).faces.map((face) => [face.block.step, face.axis, face.corners]);
}"""


def _opened() -> str:
    order_id = place_and_source("1", {"LAMP": 1, "MUG": 3})
    walk_and_sort("BRS")
    (parcel_id,) = begin(fulfillment(order_id).id)
    return queries.by_id([parcel_id])[parcel_id].sscc


def test_the_packer_is_shown_how_the_goods_lie_and_takes_another_carton_and_a_photo(page: Page) -> None:
    sscc = _opened()
    sign_in(page, "manager")
    page.goto(f"/pack/{sscc}")
    expect(page.locator("[data-steps-view] svg")).to_be_visible()
    expect(page.locator("[data-step-words]")).to_contain_text("LAMP Lamp at")
    _looks_right(page)
    _the_picture_turns(page)
    page.keyboard.type(product("MUG").barcode)  # while the list of steps has the focus
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer=good]")).to_contain_text("1 in. 3 to go")
    expect(page.locator("[data-step-number]")).to_have_text("2")  # the mug's place, though the lamp is not in yet
    expect(page.locator("[data-step-words]")).to_contain_text("Steps before it are not scanned yet")
    expect(page.locator(".lay-now").first).to_be_attached()
    _scan(page, "LAMP")
    expect(page.locator("[data-step-number]")).to_have_text("1")
    _takes_another_carton(page)
    _takes_a_photo(page)
    _looks_right(page)


def _the_picture_turns(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    view = page.locator("[data-steps-view]")
    before = view.inner_html()
    page.click("[data-turn='1']")
    turned = view.inner_html()
    assert turned != before
    assert page.evaluate("document.activeElement.id") == "code"  # a scanner types there still
    view.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert view.inner_html() == before
    box = view.bounding_box()
    assert box
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 100)
    page.mouse.up()
    assert view.inner_html() != before
    page.click("[data-go='1']")
    expect(page.locator("[data-step-number]")).to_have_text("2")
    page.click("text=Each step in words")
    expect(page.locator("[data-steps] ol li")).to_have_count(4)
    assert page.request.get(page.get_attribute("text=Print the steps", "href") or "").body()[:4] == b"%PDF"


def _takes_another_carton(page: Page) -> None:
    page.click("text=Another carton")
    _looks_right(page)
    page.fill("#code", "l")
    page.press("#code", "Enter")
    expect(page.locator("[data-difference]")).to_have_text(re.compile(r"£\d+\.\d\d more"))
    _looks_right(page)
    page.click("text=Take L")
    expect(page.locator(".go").first).to_have_text("L")
    expect(page.locator("[data-steps-view] svg")).to_be_visible()
    page.goto(page.url + "/carton?code=S")
    expect(page.locator("main")).to_contain_text("too small for LAMP")
    _looks_right(page)
    page.go_back()


def _takes_a_photo(page: Page) -> None:
    out = io.BytesIO()
    Image.new("RGB", (2000, 1500), "teal").save(out, "JPEG")
    page.click("summary:has-text('Photo')")
    page.set_input_files("#photo", {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": b"nonsense"})
    page.click("text=Keep the photo")
    expect(page.locator("[data-answer=bad]")).to_contain_text("no photo that can be read")
    if not page.locator("#photo").is_visible():
        page.click("summary:has-text('Photo')")
    page.set_input_files("#photo", {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    page.click("text=Keep the photo")
    expect(page.locator("[data-answer=good]")).to_contain_text("Photo kept")
    expect(page.locator(".photos img")).to_be_visible()


def test_the_page_paints_what_the_server_paints(page: Page) -> None:
    sscc = _opened()
    sign_in(page, "manager")
    page.goto(f"/pack/{sscc}")
    blocks = [{"low": box.low, "high": box.high, "parts": (2, 1, 1), "step": nth} for nth, box in enumerate(RING)]
    boxes = [type(box)(box.low, box.high, (2, 1, 1), nth) for nth, box in enumerate(RING)]
    for turn, tilt in ((0.63, 0.52), (2.2, 0.3), (4.0, 1.2), (-1.1, 0.7)):
        view = View((60, 40, 30), 480, 360, turn, tilt, 20)
        mine = [[f.name, f.axis, [[x, y] for x, y in f.corners]] for f in painted(boxes, view).faces]
        theirs = page.evaluate(DRAWN, [blocks, [60, 40, 30], turn, tilt])
        assert [each[:2] for each in theirs] == [each[:2] for each in mine]
        for (*_, one), (*_, other) in zip(mine, theirs, strict=True):
            assert all(abs(a - b) < 0.01 for p, q in zip(one, other, strict=True) for a, b in zip(p, q, strict=True))
