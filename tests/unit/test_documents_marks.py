"""Marks of dangerous goods: their legal sizes, measured on the page as it is printed."""

import pypdfium2
import pytest

from packhorse.documents.marks import Marks, render

A_MM = 3  # dots


def page(**more):
    marks = Marks(**{"batteries": (), "limited": False, "phone": "", "said": "Order PH1"} | more)
    found = pypdfium2.PdfDocument(render([marks]))[0]
    image = found.render(scale=A_MM * 25.4 / 72).to_pil().convert("RGB")
    return image.crop((0, 0, image.width, 285 * A_MM)), found.get_textpage().get_text_range()  # the foot left out


def box(image, is_ink):
    """What is inked, in millimetres: (left, top, right, bottom)."""
    found = [(x, y) for y in range(image.height) for x in range(image.width) if is_ink(image.getpixel((x, y)))]
    if not found:
        return None
    across, down = [x for x, _ in found], [y for _, y in found]
    return min(across) / A_MM, min(down) / A_MM, (max(across) + 1) / A_MM, (max(down) + 1) / A_MM


def is_red(pixel):
    return pixel[0] > 180 and pixel[1] < 60


def is_black(pixel):
    return max(pixel) < 60


def test_the_mark_of_batteries_is_a_hundred_millimetres_with_red_edges_and_large_letters():
    image, words = page(batteries=("UN3481",), phone="+44 113 496 0000")
    left, top, right, bottom = box(image, is_red)
    assert (right - left, bottom - top) == (pytest.approx(100, abs=0.7), pytest.approx(100, abs=0.7))
    inner = image.crop(tuple(round(edge * A_MM) for edge in (left + 5.2, top + 5.2, right - 5.2, bottom - 5.2)))
    assert box(inner, is_red) is None
    letters = image.crop(tuple(round(edge * A_MM) for edge in (left + 6, top + 55, right - 6, bottom - 16)))
    _, above, _, below = box(letters, is_black)
    assert below - above >= 12
    assert "UN3481" in words and "+44 113 496 0000" in words


def test_several_numbers_stand_on_one_mark():
    _, words = page(batteries=("UN3090", "UN3091", "UN3480", "UN3481"))
    assert all(number in words for number in ("UN3090", "UN3091", "UN3480", "UN3481")) and "information" not in words


def test_limited_quantities_have_a_square_of_a_hundred_millimetres_on_its_corner():
    image, _ = page(limited=True)
    left, top, right, bottom = box(image, is_black)
    assert (right - left, bottom - top) == (pytest.approx(141.4, abs=0.7), pytest.approx(141.4, abs=0.7))


def test_both_stand_on_one_page():
    image, words = page(limited=True, batteries=("UN3481",))
    assert box(image, is_red)[3] < 285 and "UN3481" in words
