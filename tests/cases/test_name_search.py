"""Cari orang: what a search by name shows of one's own, tells of the chain, and hides.

Page and program ask the same: each question here is asked by both.
"""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse

from agencies import eyes
from agencies.choices import Role
from agencies.models import Agency, AuditEvent
from agencies.sections import Section
from cases import actions
from cases.choices import SEARCHED_NAMES, RestrictReason, WithdrawReason
from cases.matches import PASSED_ON
from cases.models import Case, Involvement
from cases.names.client import IndexDown
from cases.person_choices import Part
from tests.cases.examples import PIMP, WOMAN, a_case, assign
from tests.cases.names.served import served
from tests.cases.searching import (
    AS_STORED,
    NAME,
    a_victim,
    ask,
    by_program,
    on_page,
    told,
)
from tests.cases.somebody import FIELDS
from tests.people import browser_of, person
from tests.security.visitors import hire

pytestmark = pytest.mark.django_db

UNIT, COLLEAGUES = "POLRESTA-BPP-TIPIDTER", "Unit Tipidter Satreskrim"
OUTSIDE = (
    "Di luar satuan Anda tidak dicari dengan nama. Dengan NIK, paspor, atau nomor"
    " telepon, pilih “Tanya instansi lain” pada perkara Anda: permintaan diteruskan"
    " bila ada kecocokan."
)


@pytest.fixture
def yuni():
    """Officer of another unit of sari's Polresta."""
    Agency.objects.create(
        code=UNIT,
        name=COLLEAGUES,
        type="police",
        level="unit",
        parent=Agency.objects.get(code="POLRESTA-BPP"),
    )
    return hire("yuni", "Yuni Lestari", UNIT, Role.OFFICER, title="Penyidik")


# -- Her own, and her chain's ----------------------------------------------------------


def test_an_old_spelling_finds_the_victim_of_another_unit_of_her_chain(yuni):
    """Story 4: which office, and as what; neither case, nor number, nor day."""
    case = a_victim("yuni").case
    with served():
        answer = ask("sari")
        page, told_to_programs = on_page("sari"), by_program("sari")
    assert (answer.found, told(answer)) == ([], [(UNIT, "victim")])
    assert f"{COLLEAGUES} · Korban" in page
    assert told_to_programs["elsewhere"] == [{"agency": UNIT, "part": "victim"}]
    case.refresh_from_db()
    for text in (page, json.dumps(told_to_programs)):
        assert case.register_no not in text
        assert str(case.public_id) not in text
        assert "Sucipto" not in text


def test_what_opens_to_her_is_shown_masked_with_the_way_to_its_case():
    part = a_victim("sari")
    part.case.refresh_from_db()
    with served():
        [found] = ask("sari").found
        page, told_to_programs = on_page("sari"), by_program("sari")
    assert (found.part, found.likeness > 0.95) == (part, True)
    assert f"{part.case.register_no} · Korban" in page
    assert "Nama sama. Nama tercatat, NIK tercatat" in page
    [row] = told_to_programs["found"]
    assert row["case"] == str(part.case.public_id)
    assert row["recorded"] == ["name", "nik"]
    for text in (page, json.dumps(told_to_programs)):
        assert "Sucipto" not in text
        assert AS_STORED["nik"] not in text


@pytest.mark.parametrize("who", ["budi", "dewi"])
def test_to_whom_the_section_is_shut_the_office_is_told(who):
    """A colleague who is not assigned; a commander without the section."""
    part = a_victim("sari")
    with served():
        answer = ask(who)
        assert (answer.found, told(answer)) == ([], [("POLRESTA-BPP-PPA", "victim")])
        assert "Identitasnya tertutup bagi Anda. Tanyakan kepada satuan" in on_page(who)
        if who == "budi":
            assign(part.case, "budi")
            assert [each.part for each in ask("budi").found] == [part]


def test_a_suspect_is_shown_to_whom_the_open_sections_are():
    a_victim("sari", part=Part.SUSPECT)
    with served():
        assert [each.part.part for each in ask("dewi").found] == ["suspect"]
        assert told(ask("dewi")) == []


def test_what_protects_her_is_no_part_of_a_suspects_mask():
    part, sari = a_victim("sari", FIELDS | AS_STORED), person("sari")
    case = a_case(sari, suspects=(PIMP,))
    actions.link_person(part.person, case, Part.SUSPECT, by=sari)
    with served():
        [found] = ask("dewi").found
    assert "name" in found.recorded
    assert "safe_contact" not in found.recorded


@pytest.mark.parametrize("who", ["citra", "wati", "dina", "joko", "nur"])
def test_beyond_the_chain_there_is_one_sentence_whether_she_is_known_or_not(who):
    a_victim("sari")
    with served():
        known, unknown = on_page(who), on_page(who, "Tidak Pernah Ada")
        assert ask(who) == ([], [])
    assert known.replace(NAME, "") == unknown.replace("Tidak Pernah Ada", "")
    assert OUTSIDE in known


def test_an_office_that_was_asked_in_is_told_to_its_own_chain_for_what_it_holds(yuni):
    """The UPTD leads, the unit was asked in: another unit hears of the unit alone."""
    part = a_victim("wati")
    referral = actions.ask_referral(
        part.case,
        to_agency=Agency.objects.get(code=UNIT),
        purpose="legal_aid",
        sections=Section.VICTIM_IDENTITY,
        by=person("wati"),
    )
    with served():
        assert told(ask("sari")) == []
    actions.accept_referral(referral, by=a_chief_of_the_unit())
    with served():
        assert told(ask("sari")) == [(UNIT, "victim")]
    referral.refresh_from_db()
    actions.end_referral(referral, by=person("wati"))
    with served():
        assert told(ask("sari")) == []


def a_chief_of_the_unit():
    return hire("tri", "Tri Handoko", UNIT, Role.SUPERVISOR, title="Kepala Unit")


def test_a_name_that_is_only_somewhat_alike_is_not_told_of_others(yuni):
    a_victim("yuni", AS_STORED | {"name": "Sucipto"})
    with served():
        assert told(ask("sari")) == []


def test_what_else_is_known_decides_among_namesakes():
    parts = [
        a_victim("sari", {"name": "Siti Aminah", "birth": FIELDS["birth"]}),
        a_victim("sari", {"name": "Siti Aminah"}),
    ]
    with served():
        found = [each.part for each in ask("sari", "Sitti Aminah", born=2009).found]
    assert found == parts


# -- Whom nobody else may find ---------------------------------------------------------


def hide_restricted(part: Involvement) -> None:
    actions.restrict_case(part.case, by=part.created_by, reason=RestrictReason.LEAK)


def hide_housed(part: Involvement) -> None:
    """Whoever is housed, and whoever stands beside her in that case."""
    victim = part.case.victims.get()
    type(victim).objects.filter(pk=victim.pk).update(whereabouts="shelter")


def hide_declined(part: Involvement) -> None:
    actions.declare_declined(part, by=part.created_by, seen=1)


def hide_withdrawn(part: Involvement) -> None:
    seen = Case.objects.get(pk=part.case_id).version
    reason = WithdrawReason.DOUBLE
    actions.withdraw_case(part.case, by=part.created_by, reason=reason, seen=seen)


def hide_shredded(part: Involvement) -> None:
    part.person.forget()
    shredded = {"sealed": None, "recorded": {}, "shredded_at": part.created_at}
    type(part.person).objects.filter(pk=part.person_id).update(**shredded)


HIDDEN = {
    "restricted": hide_restricted,
    "housed": hide_housed,
    "declined": hide_declined,
    "withdrawn": hide_withdrawn,
    "shredded": hide_shredded,
}


@pytest.mark.parametrize("how", HIDDEN)
def test_of_whom_may_not_be_found_not_even_the_office_is_told(yuni, how):
    """Though the index still finds her: it was read before."""
    part = a_victim("yuni")
    with served():
        assert told(ask("sari")) == [(UNIT, "victim")]
        HIDDEN[how](person_of_today(part))
        assert ask("sari") == ([], [])
    with served():
        assert ask("sari") == ([], [])


def person_of_today(part: Involvement) -> Involvement:
    """The part, with its writer as she acts today."""
    part.created_by = person(part.created_by.username)
    return part


def test_who_stands_in_a_restricted_case_too_is_told_of_no_other(yuni):
    part = a_victim("yuni")
    other = a_case(person("yuni"), suspects=(PIMP,))
    actions.link_person(part.person, other, Part.WITNESS, by=person("yuni"))
    with served():
        assert told(ask("sari")) == [(UNIT, "victim"), (UNIT, "witness")]
        hide_restricted(Involvement(case=other, created_by=person("yuni")))
        assert told(ask("sari")) == []
        # Whoever hid her there may be hiding her still.
        hide_withdrawn(Involvement(case=other, created_by=person("yuni")))
        assert told(ask("sari")) == []


def test_the_database_tells_an_offices_people_their_own_chain_alone(yuni):
    """Whoever asks with another office's number is told nothing."""
    part = a_victim("yuni")
    sari, citra = person("sari"), person("citra")

    def asked(user, office: int) -> list:
        statement = "SELECT * FROM names_told(%s, %s, current_date)"
        with eyes.looking(user.hat.scope_keys), connection.cursor() as cursor:
            cursor.execute(statement, [[part.person_id], office])
            return cursor.fetchall()

    assert asked(sari, sari.hat.agency_id)
    assert asked(citra, citra.hat.agency_id) == []
    assert asked(citra, sari.hat.agency_id) == []


@pytest.mark.parametrize(("part", "leads"), [("victim", True), ("suspect", False)])
def test_who_is_about_to_record_a_victim_is_led_to_the_match(part, leads):
    """From the search by name, which asks nobody outside her chain."""
    case = a_case(person("sari"), victims=(WOMAN,))
    into = {"case": str(case.public_id), "part": part}
    shown = {"down": "", "found": [], "elsewhere": [], "outside": OUTSIDE}
    html = render_to_string("cases/search_found.html", shown | {"into": into})
    assert (reverse("case_match_new", args=[case.public_id]) in html) == leads
    assert str(PASSED_ON)[1:] in html


# -- By number, and without an index ---------------------------------------------------


def test_a_nik_is_found_without_the_index_and_only_where_it_is_open():
    part = a_victim("sari")
    typed = "6471 0357 0409 0001"
    assert ask("sari", typed).found == [(part, None)]
    page = on_page("sari", typed)
    assert "NIK sama. Nama tercatat" in page
    assert "Nama sama" not in page
    for who in ("budi", "dewi", "citra", "wati"):
        assert ask(who, typed) == ([], [])


def test_when_the_index_is_down_one_sentence_says_what_is_left():
    a_victim("sari")
    with pytest.raises(IndexDown):
        ask("sari")
    assert "Pencarian nama sedang tidak tersedia." in on_page("sari", status=503)
    problem = by_program("sari", status=503)
    assert "nomor register atau nomor LP" in problem["detail"]
    assert not AuditEvent.objects.filter(verb=SEARCHED_NAMES).exists()
    # Everything else goes on.
    assert browser_of("sari").get("/cases/new/", follow=True).status_code == 200


@pytest.mark.parametrize("text", ["?", "…", "- -"])
def test_what_is_no_name_finds_nobody(text):
    a_victim("sari")
    with pytest.raises(ValidationError, match="huruf Latin"):
        ask("sari", text)
