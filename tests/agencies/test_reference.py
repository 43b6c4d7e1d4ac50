"""The reference data is real and complete."""

from datetime import date

import pytest
from django.db.models import Sum

from agencies.access import Hat
from agencies.choices import RegionKind, TaskForceKind
from agencies.lookup import directory
from agencies.models import Agency, Code, Hotline, Region, Statute, TaskForce

pytestmark = pytest.mark.django_db

POPULATION = 284_973_643
WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"


def codes_of(agency):
    """The chain of command, from the top down."""
    by_id = dict(Agency.objects.values_list("pk", "code"))
    return [by_id[pk] for pk in agency.ancestors]


# -- Regions ---------------------------------------------------------------------------


def test_regions_are_complete():
    assert Region.objects.filter(kind=RegionKind.NATION).count() == 1
    assert Region.objects.provinces().count() == 38
    assert Region.objects.regencies().count() == 514
    assert Region.objects.districts().count() == 7_285


def test_population_adds_up_at_every_level():
    nation = Region.objects.get(code="ID")
    assert nation.population == POPULATION
    for province in Region.objects.provinces():
        below = province.children.aggregate(total=Sum("population"))["total"]
        assert below == province.population, province.code
    total = Region.objects.provinces().aggregate(total=Sum("population"))["total"]
    assert total == POPULATION


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("ID", WIB),
        ("61", WIB),
        ("62", WIB),
        ("63.71", WITA),
        ("64", WITA),
        ("64.71", WITA),
        ("64.71.01", WITA),
        ("65.03", WITA),
        ("51.71", WITA),
        ("81", WIT),
        ("91.71.01", WIT),
    ],
)
def test_regions_have_their_time_zone(code, zone):
    assert Region.objects.get(code=code).time_zone == zone


def test_districts_inherit_the_time_zone_of_their_regency():
    pairs = Region.objects.districts().values_list("time_zone", "parent__time_zone")
    assert all(own == inherited for own, inherited in pairs)


def test_every_region_stands_under_the_code_it_begins_with():
    for region in Region.objects.exclude(code="ID").select_related("parent"):
        above = region.code.rpartition(".")[0] or "ID"
        assert region.parent.code == above


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("balikpapan kota", "64.71.01"),
        ("Kota Balikpapan", "64.71"),
        ("sepaku penajam", "64.09.04"),
        ("kab. banjar", "63.03"),
        ("NUNUKAN", "65.03"),
        ("64.71", "64.71"),
        ("64.", "64"),
    ],
)
def test_a_place_is_found_by_its_words_and_those_around_it(text, code):
    assert Region.objects.named_like(text).filter(code=code).exists()


def test_a_place_is_not_found_by_a_word_that_stands_nowhere_around_it():
    found = Region.objects.named_like("balikpapan sulawesi")
    assert not found.exists()


# -- Agencies --------------------------------------------------------------------------


def test_every_agency_has_a_type_of_the_list():
    types = set(Code.objects.of("agency_type").values_list("code", flat=True))
    assert set(Agency.objects.values_list("type", flat=True)) <= types


def test_there_are_36_polda():
    polda = Agency.objects.filter(type="police", level="province")
    assert polda.count() == 36


def test_a_polda_serves_every_regency():
    for code in Region.objects.regencies().values_list("code", flat=True):
        polda = Agency.objects.nearest_to(code, agency_type="police", level="province")
        assert polda is not None, code
        assert polda.regions.exists(), code


def test_a_polres_serves_every_regency():
    served = Agency.objects.filter(type="police", level="regency")
    codes = set(served.values_list("regions__code", flat=True))
    assert codes >= set(Region.objects.regencies().values_list("code", flat=True))


@pytest.mark.parametrize(
    ("place", "level", "agency"),
    [
        ("32.75", "province", "POLDA-METRO"),
        ("32.71", "province", "POLDA-JABAR"),
        ("36.71", "province", "POLDA-METRO"),
        ("36.03", "province", "POLDA-BANTEN"),
        ("93", "province", "POLDA-PAPUA"),
        ("64.71.01", "province", "POLDA-KALTIM"),
        ("64.71.01", "regency", "POLRESTA-BPP"),
        ("63.03.01", "regency", "POLRES-BJB"),
        ("63.03.02", "regency", "POLRES-BANJAR"),
    ],
)
def test_the_longest_code_wins(place, level, agency):
    found = Agency.objects.nearest_to(place, agency_type="police", level=level)
    assert found.code == agency


def test_polres_by_rule_stand_under_the_polda_that_serves_them():
    assert Agency.objects.get(code="POLRES-32-75").parent.code == "POLDA-METRO"
    assert Agency.objects.get(code="POLRES-32-73").parent.code == "POLDA-JABAR"


def test_polres_by_rule_are_unverified_and_only_where_none_is_known():
    by_rule = Agency.objects.filter(code__regex=r"^POLRES-\d\d-\d\d$")
    assert by_rule.count() == 485
    assert not by_rule.filter(verified=True).exists()
    known = by_rule.filter(regions__parent__code__in=["63", "64", "65"])
    assert not known.exists()
    assert not by_rule.filter(code="POLRES-51-71").exists()


def test_every_polres_of_the_three_provinces_has_its_unit_ppa():
    polres = Agency.objects.filter(
        type="police",
        level="regency",
        parent__code__in=["POLDA-KALTIM", "POLDA-KALTARA", "POLDA-KALSEL"],
    )
    assert polres.count() == 28
    for agency in polres:
        assert agency.children.filter(code=f"{agency.code}-PPA").exists(), agency.code


def test_bp3mi_of_kaltara_serves_kaltim_too():
    for code in ("64", "64.71", "65", "65.03"):
        found = Agency.objects.nearest_to(code, agency_type="bp3mi", level="province")
        assert found.code == "BP3MI-KALTARA"


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("POLRESTA-BPP-PPA", ["POLRI", "POLDA-KALTIM", "POLRESTA-BPP"]),
        ("UPTD-PPA-BPP", ["DP3AKB-BPP"]),
        ("DKP3A-KALTIM", []),
        ("DINSOS-BPP", []),
        ("KEJARI-BPP", ["KEJAGUNG", "KEJATI-KALTIM"]),
        ("P4MI-NNK", ["KEMENP2MI", "BP3MI-KALTARA"]),
    ],
)
def test_chains_of_command_follow_practice(code, chain):
    assert codes_of(Agency.objects.get(code=code)) == [*chain, code]


@pytest.mark.parametrize(
    ("code", "numbering"),
    [
        ("POLRI", "POLRI"),
        ("POLRI-DITTIPID-PPA-PPO", "POLRI"),
        ("POLDA-KALTIM-RENAKTA", "POLDA-KALTIM"),
        ("POLDA-KALTIM-BIDPROPAM", "POLDA-KALTIM"),
        ("POLRESTA-BPP-PPA", "POLRESTA-BPP"),
        ("POLRES-NNK-POLAIRUD", "POLRES-NNK"),
        ("POLRES-NNK-SEK-NUNUKAN", "POLRES-NNK"),
        ("POLRES-32-75", "POLRES-32-75"),
        ("UPTD-PPA-BPP", "UPTD-PPA-BPP"),
        ("DP3AKB-BPP", "DP3AKB-BPP"),
        ("KEJARI-BPP", "KEJARI-BPP"),
        ("P4MI-NNK", "BP3MI-KALTARA"),
        ("RPTC-KALSEL", "DINSOS-KALSEL"),
    ],
)
def test_cases_are_numbered_by_the_nearest_office_with_a_series(code, numbering):
    assert Agency.objects.get(code=code).numbering_agency.code == numbering


def test_every_agency_ends_at_an_office_that_numbers():
    for agency in Agency.objects.select_related("parent__parent__parent__parent"):
        assert agency.numbering_agency.numbers_cases, agency.code


def test_validity_of_an_agency_is_kept():
    before = Agency.objects.valid_on(date(2018, 12, 30))
    after = Agency.objects.valid_on(date(2018, 12, 31))
    assert not before.filter(code="UPTD-PPA-BPP").exists()
    assert after.filter(code="UPTD-PPA-BPP").exists()


# -- Task forces, hotlines -------------------------------------------------------------


@pytest.mark.parametrize("region", ["ID", "63", "64", "65", "64.71", "64.72", "65.71"])
def test_task_forces_of_nation_provinces_and_cities_are_there(region):
    found = TaskForce.objects.filter(
        region__code=region, kind=TaskForceKind.GUGUS_TUGAS
    )
    assert found.count() == 1


def test_every_hotline_has_a_number_and_no_mobile_counts_as_checked():
    assert not Hotline.objects.filter(number="").exists()
    assert not Hotline.objects.filter(verified=True, number__regex=r"^(\+62 ?|0)8[1-9]")
    assert Hotline.objects.get(number="110").verified


# -- Code lists ------------------------------------------------------------------------


def test_all_58_lists_are_there_with_both_languages():
    assert Code.objects.values("list").distinct().count() == 58
    assert Code.objects.count() == 613
    assert not Code.objects.filter(label_id="").exists()
    assert not Code.objects.filter(label_en="").exists()


def test_order_and_bits_follow_the_file_at_first():
    for order, code in enumerate(Code.objects.of("digital_platform").order_by("order")):
        assert (code.order, code.bit) == (order, order)


def test_screens_say_commercial_sexual_exploitation():
    code = Code.objects.get(list="exploitation_type", code="prostitution")
    assert code.label_id == "Eksploitasi seksual komersial"


def test_a_retired_code_stays_but_is_not_offered():
    services = Code.objects.of("service_type")
    assert services.get(code="mediation").retired_on is not None
    assert not services.usable().filter(code="mediation").exists()


# -- Statutes --------------------------------------------------------------------------


def test_kuhp_455_takes_over_from_article_2_on_2_january_2026():
    old = Statute.objects.in_force_on(date(2026, 1, 1))
    new = Statute.objects.in_force_on(date(2026, 1, 2))
    assert old.filter(code="uu21_2_1").exists()
    assert not old.filter(code="kuhp_455").exists()
    assert not new.filter(code__in=["uu21_2_1", "uu21_2_2"]).exists()
    assert new.filter(code="kuhp_455").exists()
    assert Statute.objects.get(code="uu21_2_1").successor == "kuhp_455"


def test_articles_3_and_4_stay_in_force():
    in_force = Statute.objects.in_force_on(date(2026, 1, 2))
    assert in_force.filter(code__in=["uu21_3", "uu21_4"]).count() == 2


def test_statutes_are_complete_and_marked():
    assert Statute.objects.count() == 117
    assert Statute.objects.filter(penalty_verified=True).count() == 61
    assert not Statute.objects.get(code="kuhp_old_296").penalty_verified
    article = Statute.objects.get(code="kuhp_455")
    assert (article.prison_min_years, article.prison_max_years) == (3, 15)
    assert article.fine_max_idr == 5_000_000_000


def test_every_successor_is_a_statute():
    codes = set(Statute.objects.values_list("code", flat=True))
    successors = set(Statute.objects.values_list("successor", flat=True)) - {""}
    assert successors <= codes


def test_who_has_no_post_serves_no_region():
    assert directory.codes_served_by(Hat.none()) == ()
