"""Photos of parcels: small, upright and without what the camera wrote; seen by who may; forgotten after some months."""

import io
from datetime import timedelta

import pytest
from company import NOW, open_company, place_and_source, run_sql
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from machine import Api
from PIL import Image

from db.floor import begin, fulfillment, walk_and_sort
from db.test_chosen import client_of
from packhorse.errors import Refusal
from packhorse.packing import operations, queries
from packhorse.packing.photos import KEPT_BYTES, developed
from packhorse.web import keys, nights


@pytest.fixture
def parcel(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 2})
    walk_and_sort("BRS")
    (parcel_id,) = begin(fulfillment(order_id).id)
    return queries.by_id([parcel_id])[parcel_id]


def shot(size=(400, 300), form="JPEG", colour="red", **more):
    out = io.BytesIO()
    Image.new("RGBA" if form != "JPEG" else "RGB", size, colour).save(out, form, **more)
    return out.getvalue()


def add(parcel, content, at=NOW):
    return operations.add_photo(parcel_id=parcel.id, content=content, now=at, actor="packer")


def sent(content, name="photo.jpg"):
    return {"photo": SimpleUploadedFile(name, content, "image/jpeg")}


def test_a_photo_becomes_small_and_upright_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn it by a quarter
    exif[0x010F] = "Secret Phone"
    exif.get_ifd(0x8825)[1] = "N"
    large = shot((4000, 3000), exif=exif)
    assert b"Secret Phone" in large
    found = developed(large)
    assert (found.width, found.height) == (1200, 1600)
    with Image.open(io.BytesIO(found.image)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (1200, 1600), {})
    assert b"Secret Phone" not in found.image and len(found.image) <= KEPT_BYTES


def test_noise_is_made_small_enough_too():
    noise = Image.effect_noise((1600, 1600), 200).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=100)
    assert len(out.getvalue()) > KEPT_BYTES >= len(developed(out.getvalue()).image)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_pictures_become_jpeg_and_what_is_clear_becomes_white(form):
    found = developed(shot(form=form, colour=(0, 0, 0, 0)))
    with Image.open(io.BytesIO(found.image)) as kept:
        assert (kept.format, kept.getpixel((0, 0))) == ("JPEG", (255, 255, 255))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "no photo"),
        (b"%PDF-1.4 not a picture", "no photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no photo"),
        (shot()[:300], "no photo"),
        (b"GIF89a" + bytes(100), "no photo"),
        (bytes(15_000_001), "more than 15 MB"),
    ],
)
def test_what_is_no_photo_is_refused_and_says_what_to_do(content, word):
    with pytest.raises(Refusal, match=word) as caught:
        developed(content)
    assert (caught.value.code, caught.value.status) == ("NOT_A_PHOTO", 422)


def test_a_picture_that_would_fill_the_memory_is_not_even_read():
    with pytest.raises(Refusal, match="million pixels"):
        developed(shot((10_000, 9_000), "PNG", colour=(0, 0, 0, 255)))


def test_a_photo_is_sent_from_the_bench_and_seen_by_who_may_see_the_order(parcel):
    packer = client_of("packer")
    page = packer.post(f"/pack/{parcel.sscc}/photo", sent(shot()))
    assert page.status_code == 200 and "Photo kept" in page.content.decode()
    (photo,) = queries.photos([parcel.id])[parcel.id]
    path = f"/parcels/{parcel.sscc}/photos/{photo.id}.jpg"
    assert path in page.content.decode()
    agent = client_of("agent")
    assert path in agent.get(f"/orders/PH{parcel.order_id + 1_000_000}").content.decode()
    answer = agent.get(path)
    assert (answer.headers["Content-Type"], answer.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert "private" in answer.headers["Cache-Control"]
    assert client_of("picker").get(path).status_code == 403
    assert agent.get(f"/parcels/{parcel.sscc}/photos/{photo.id + 1}.jpg").status_code == 404
    api = Api(keys.add_key(name="office", role="agent", now=NOW))
    assert api("GET", f"/floor/parcels/{parcel.sscc}")[1]["photos"][0]["id"] == photo.id
    assert api("GET", f"/floor/parcels/{parcel.sscc}/photos/{photo.id + 1}")[:2][0] == 404


def test_a_machine_reads_the_photo_itself(parcel):
    photo_id = add(parcel, shot())
    secret = keys.add_key(name="office", role="agent", now=NOW)
    answer = Client(headers={"host": "localhost"}).get(
        f"/api/v1/floor/parcels/{parcel.sscc}/photos/{photo_id}", headers={"authorization": f"Bearer {secret}"}
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")


def test_a_wrong_file_is_told_at_the_bench_and_nothing_is_kept(parcel):
    packer = client_of("packer")
    for body in (sent(b"nonsense"), {}):
        answer = packer.post(f"/pack/{parcel.sscc}/photo", body)
        assert answer.status_code == 422 and "photo" in answer.content.decode().split("answer-bad")[1]
    assert queries.photos([parcel.id]) == {}


def test_the_same_photo_is_kept_once_and_not_more_than_some(parcel):
    assert add(parcel, shot()) == add(parcel, shot())
    for nth in range(5):
        add(parcel, shot(colour=(nth * 40, 0, 0)))
    with pytest.raises(Refusal, match="6 photos already"):
        add(parcel, shot(colour="blue"))
    with pytest.raises(Refusal) as caught:
        operations.add_photo(parcel_id=0, content=shot(), now=NOW, actor="packer")
    assert caught.value.code == "NOT_FOUND"


def test_a_photo_is_deleted_at_the_bench_until_the_parcel_has_left(parcel):
    one, other = add(parcel, shot()), add(parcel, shot(colour="blue"))
    packer = client_of("packer")
    assert packer.post(f"/pack/{parcel.sscc}/photos/{one}/drop").status_code == 302
    assert [photo.id for photo in queries.photos([parcel.id])[parcel.id]] == [other]
    run_sql("UPDATE packing_parcel SET state = 'shipped', weight_g = 1")
    assert "has left the house" in packer.post(f"/pack/{parcel.sscc}/photos/{other}/drop").content.decode()
    assert [photo.id for photo in queries.photos([parcel.id])[parcel.id]] == [other]


def test_photos_are_forgotten_after_the_days_that_were_set(parcel, settings_of):
    settings_of(PHOTO_DAYS=90)
    add(parcel, shot(), NOW)
    late = add(parcel, shot(colour="blue"), NOW + timedelta(days=1))
    assert nights.forget_photos(NOW + timedelta(days=90, hours=1)) == "1 photos of parcels forgotten"
    assert [photo.id for photo in queries.photos([parcel.id])[parcel.id]] == [late]


def test_the_bench_asks_for_a_photo_of_dear_goods(parcel, settings_of):
    packer = client_of("packer")
    asks = "A photo of this parcel is wanted"
    assert asks not in packer.get(f"/pack/{parcel.sscc}").content.decode()
    ((worth,),) = run_sql("SELECT sum(quantity * unit_price_minor) FROM placing_orderline")
    settings_of(PHOTO_ABOVE=worth + 1)
    assert asks not in packer.get(f"/pack/{parcel.sscc}").content.decode()
    settings_of(PHOTO_ABOVE=worth)
    assert asks in packer.get(f"/pack/{parcel.sscc}").content.decode()
    add(parcel, shot())
    assert asks not in packer.get(f"/pack/{parcel.sscc}").content.decode()
