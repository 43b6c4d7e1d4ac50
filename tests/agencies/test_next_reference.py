"""The next release's reference data: corrected files arrive, an office's own stay."""

import shutil
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from agencies import reference
from agencies.models import Agency, Code, Region
from agencies.reference import Count, load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A copy of the shipped files, as the next release might have them."""
    copy = tmp_path / "data"
    shutil.copytree(reference.DATA, copy)
    monkeypatch.setattr(reference, "DATA", copy)
    return copy


def insert_line(file, line, *, at):
    lines = file.read_text(encoding="utf-8").splitlines()
    lines.insert(at, line)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def replace_text(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_code_takes_the_next_bit_and_moves_no_other(shipped):
    file = shipped / "codes.csv"
    top = next(
        number
        for number, line in enumerate(file.read_text().splitlines())
        if line.startswith("digital_platform,")
    )
    before = dict(Code.objects.of("digital_platform").values_list("code", "bit"))
    insert_line(file, "digital_platform,threads,Threads,Threads,,uji", at=top)
    counts = load_reference()["codes"]
    platforms = Code.objects.of("digital_platform")
    assert counts.created == 1
    new = platforms.get(code="threads")
    assert (new.order, new.bit) == (0, max(before.values()) + 1)
    kept = dict(platforms.exclude(code="threads").values_list("code", "bit"))
    assert kept == before
    assert platforms.get(code="michat").order == 1


def test_codes_that_an_office_added_stay_and_keep_their_bit(shipped):
    own = Code.objects.create(
        list="digital_platform",
        code="local_forum",
        label_id="Forum lokal",
        label_en="Local forum",
        order=90,
        bit=16,
    )
    file = shipped / "codes.csv"
    end = len(file.read_text().splitlines())
    insert_line(file, "digital_platform,threads,Threads,Threads,,uji", at=end)
    load_reference()
    own.refresh_from_db()
    assert (own.label_id, own.order, own.bit) == ("Forum lokal", 90, 16)
    assert Code.objects.get(list="digital_platform", code="threads").bit == 17


def test_a_corrected_label_arrives_and_an_offices_retirement_stays(shipped):
    bigo = Code.objects.get(list="digital_platform", code="bigo_live")
    bigo.retired_on = date(2025, 6, 1)
    bigo.save()
    replace_text(shipped / "codes.csv", "bigo_live,Bigo Live,", "bigo_live,Bigo,")
    assert load_reference()["codes"] == Count(changed=1, unchanged=612)
    bigo.refresh_from_db()
    assert (bigo.label_id, bigo.retired_on) == ("Bigo", date(2025, 6, 1))


def test_a_second_load_changes_nothing():
    for noun, count in load_reference().items():
        assert (count.created, count.changed) == (0, 0), noun
        assert count.unchanged > 0


def test_what_an_administrator_corrected_survives_the_next_load():
    agency = Agency.objects.get(code="POLRES-32-75")
    agency.name, agency.verified = "Polres Metro Bekasi Kota", True
    agency.save(update_fields=["name", "verified"])
    load_reference()
    agency.refresh_from_db()
    assert (agency.name, agency.verified) == ("Polres Metro Bekasi Kota", True)


def test_a_changed_region_follows_the_file():
    Region.objects.filter(code="64.71").update(name="Balikpapan", population=1)
    assert load_reference()["regions"] == Count(changed=1, unchanged=7_837)
    region = Region.objects.get(code="64.71")
    assert region.name == "Kota Balikpapan"
    assert region.population > 700_000


def test_a_new_agency_gets_its_chain_and_its_regions(shipped):
    end = len((shipped / "agencies.csv").read_text().splitlines())
    unit = "POLRESTA-BPP-SEK-X,Polsek Uji,police,unit,POLRESTA-BPP,64.71.01,no,,,no,,"
    insert_line(shipped / "agencies.csv", unit, at=end)
    assert load_reference()["agencies"].created == 1
    agency = Agency.objects.get(code="POLRESTA-BPP-SEK-X")
    code_of = dict(Agency.objects.values_list("pk", "code"))
    chain = [code_of[pk] for pk in agency.ancestors]
    assert chain == ["POLRI", "POLDA-KALTIM", "POLRESTA-BPP", agency.code]
    assert [region.code for region in agency.regions.all()] == ["64.71.01"]


def test_an_agency_under_an_unknown_parent_is_refused(shipped):
    lost = "POLSEK-X,Polsek Uji,police,unit,POLRES-NOWHERE,,no,,,no,,"
    insert_line(shipped / "agencies.csv", lost, at=1)
    with pytest.raises(ValueError, match="POLSEK-X"):
        load_reference()


@pytest.mark.parametrize(
    ("rows", "change"),
    [
        (Code.objects.filter(list="suspect_role", code="pimp"), {"bit": 60}),
        (Code.objects.filter(list="suspect_role", code="pimp"), {"code": "agent"}),
        (Region.objects.filter(code="64.71"), {"code": "64.99"}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_facts_are_read_by_stays(rows, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**change)
