"""Long lists of ids are one parameter, and mean what Django's own mean."""

import pytest
from company import open_company, product

from packhorse.catalog.models import PackSize, Product


@pytest.fixture(autouse=True)
def company(db):
    open_company()


def statement(found):
    return found.query.sql_with_params()


@pytest.mark.parametrize("given", [list, set, tuple, iter])
def test_ids_are_one_parameter(given):
    mug, book = product("MUG").id, product("BOOK").id
    found = Product.objects.filter(pk__in=given([mug, book, mug]))
    text, values = statement(found)
    assert '"catalog_product"."id" = ANY (%s::bigint[])' in text
    assert [sorted(each) for each in values] == [sorted([mug, book])]
    assert {each.sku for each in found} == {"MUG", "BOOK"}


def test_ids_of_a_foreign_key_and_across_a_join():
    mug = product("MUG").id
    for found in (PackSize.objects.filter(product__in=[mug]), PackSize.objects.filter(product_id__in={mug})):
        assert '"product_id" = ANY (%s::bigint[])' in statement(found)[0]
    assert "= ANY" in statement(PackSize.objects.filter(product__parts__in=[mug]))[0]


def test_what_is_no_list_of_whole_numbers_stays_as_django_writes_it():
    mug = product("MUG").id
    within = Product.objects.filter(pk__in=Product.objects.filter(sku="MUG").values("id"))
    assert [each.id for each in within] == [mug]
    assert [each.id for each in Product.objects.filter(pk__in=[str(mug)])] == [mug]
    assert [each.id for each in Product.objects.filter(sku__in=["MUG"])] == [mug]
    assert "ANY" not in statement(Product.objects.filter(sku__in=["MUG"]))[0]


def test_none_of_no_ids_and_all_but_some():
    assert not Product.objects.filter(pk__in=[]).exists()
    assert Product.objects.exclude(pk__in=[product("MUG").id]).filter(sku="MUG").first() is None
    assert Product.objects.exclude(pk__in=[]).count() == Product.objects.count()
