"""Finding a place by typing: one's own area first, the whole nation after it."""

import pytest

from agencies.lookup import region_search
from agencies.models import Agency, Region

pytestmark = pytest.mark.django_db


def found(client, text: str) -> list[dict]:
    answer = client.get("/regions/search", {"q": text})
    assert answer.status_code == 200
    return answer.json()


def ids(client, text: str) -> list[str]:
    return [option["id"] for option in found(client, text)]


def test_an_option_says_which_place_it_is(signed_in):
    assert found(signed_in("sari"), "kota balikpapan")[0] == {
        "id": "64.71",
        "label": "Kota Balikpapan",
        "context": "Kalimantan Timur",
        "zone": "WITA",
    }


@pytest.mark.parametrize(
    ("who", "text", "first"),
    [
        ("sari", "balikpapan", "64.71"),
        ("sari", "utara", "64.71.03"),
        ("citra", "utara", "51.71.04"),
        ("sari", "sukajadi", "14.71.01"),
        ("sari", "bandung", "32.73"),
        ("sari", "kab banjar", "63.03"),
        ("sari", "Kec. Sukajadi", "14.71.01"),
        ("eko", "provinsi bali", "51"),
        ("sari", "64.71", "64.71"),
        ("eko", "balikpapan", "64.71"),
        ("ani", "samarinda", "64.72"),
    ],
)
def test_the_likeliest_place_comes_first(signed_in, who, text, first):
    assert ids(signed_in(who), text)[0] == first


def test_any_place_of_the_nation_can_be_found(signed_in):
    client = signed_in("sari")
    for region in Region.objects.regencies().order_by("?")[:20]:
        assert region.code in ids(client, region_search.in_full(region))


@pytest.mark.parametrize(
    "text", ["", "b", " ", "%%", "__", "'; --", "\x00\x00", "xyzzy"]
)
def test_what_means_no_place_finds_none(signed_in, text):
    assert found(signed_in("sari"), text) == []


def test_a_very_long_text_is_cut_and_harmless(signed_in):
    assert found(signed_in("sari"), "balikpapan " * 1000) != []


def test_at_most_ten_places_are_offered(signed_in):
    assert len(found(signed_in("sari"), "ka")) == region_search.SHOWN


def test_one_question_asks_the_database_once_for_the_places(
    signed_in, django_assert_max_num_queries
):
    client = signed_in("sari")
    with django_assert_max_num_queries(5):
        found(client, "balikpapan")


def test_signed_out_nothing_is_found(client):
    assert client.get("/regions/search", {"q": "balikpapan"}).status_code == 302


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nunukan selatan", "65.03.09"),
        ("Balikpapan Kota, Kota Balikpapan, Kalimantan Timur", "64.71.06"),
        ("balikpapan kota kota balikpapan kalimantan timur", "64.71.06"),
        ("Gorontalo", None),
        ("sukajadi", None),
        ("balikpapan kota", None),
        ("balikpapan", None),
        ("", None),
    ],
)
def test_only_a_name_that_leaves_no_choice_is_taken_as_written(text, code):
    region = region_search.written_out(text)

    assert (region.code if region else None) == code


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Kota Balikpapan, Kalimantan Timur", True),
        ("balik", True),
        ("64.71", True),
        ("Samarinda", False),
        ("", False),
        ("Kota Balikpapan Baru", False),
    ],
)
def test_a_choice_holds_only_while_the_text_means_it(text, means):
    assert region_search.may_mean(text, region_search.named("64.71")) is means


def test_every_place_means_itself_when_written_in_full():
    for kind in ("province", "city", "district"):
        region = Region.objects.filter(kind=kind).order_by("?").first()
        assert region_search.may_mean(region_search.in_full(region), region)


def test_a_unit_without_an_area_searches_in_that_of_its_office():
    unit = Agency.objects.get(code="POLRESTA-BPP-PPA")
    unit.regions.clear()

    assert region_search.area_codes(unit) == ["64.71"]
    assert region_search.area_codes(Agency.objects.get(code="POLRI")) == []
