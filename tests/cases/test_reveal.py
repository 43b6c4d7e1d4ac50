"""What is masked opens for a reason, to those who may see it, and always on record."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agencies import audit, clock
from agencies.access import OutOfScope
from agencies.models import Agency, AuditEvent
from agencies.sections import Section
from cases import actions, sight, timeline
from cases.actions.reveal import given_since
from cases.choices import SightReason, WithdrawReason
from cases.models import Case, Involvement
from cases.particulars import NOTHING
from cases.person_choices import Part, RevealReason
from cases.trail import words as trail_words
from tests.cases.examples import DAY, PIMP, WOMAN, a_case, assign
from tests.cases.somebody import FIELDS, MELATI, recorded
from tests.people import person

pytestmark = pytest.mark.django_db

WHY = RevealReason.CONTACT


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,), suspects=(PIMP,))


def opened(melati: Involvement, who: str, fields=("name", "nik"), **more):
    given = {"reason": WHY} | more
    return actions.reveal(melati.person, melati.case, fields, by=person(who), **given)


def events(verb: str = "revealed") -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb=verb).order_by("at"))


def test_what_was_asked_opens_and_nothing_beside_it(melati):
    found = opened(melati, "sari")
    assert (found.name, found.nik) == (MELATI.name, MELATI.nik)
    assert found.known() == ("name", "nik")


def test_every_opening_is_an_event_that_names_the_fields_and_says_none(melati):
    opened(melati, "sari", ["passport"])
    opened(melati, "sari", ["name", "nik"])
    found = events()
    assert [sorted(event.changes) for event in found] == [["passport"], ["name", "nik"]]
    assert {str(event.changes["nik"]) for event in found[1:]} == {"[None, '…']"}
    assert {(e.reason, e.case_id, e.subject_id, e.subject_type) for e in found} == {
        (WHY, melati.case_id, melati.person_id, "cases.Person")
    }
    assert all(audit.is_genuine(event) for event in found)


def test_the_trail_says_in_words_what_was_opened_and_why(melati):
    opened(melati, "sari", ["passport"])
    (event,) = events()
    told = "nomor paspor; Menghubungi yang bersangkutan"
    assert trail_words.touched(event) == told


# -- What reaches her ------------------------------------------------------------------


@pytest.mark.parametrize("field", ["phones", "accounts", "residence"])
def test_what_reaches_her_opens_with_her_safe_contact_and_on_record(melati, field):
    found = opened(melati, "sari", [field])
    assert found.safe_contact == MELATI.safe_contact
    assert set(found.known()) == {field, "safe_contact"}
    (event,) = events()
    assert sorted(event.changes) == sorted([field, "safe_contact"])


def test_without_a_safe_contact_none_is_said_to_be_opened(case):
    witness = recorded(case, part=Part.WITNESS, fields={"phones": ["0812-7654-3210"]})
    assert opened(witness, "sari", ["phones"]).known() == ("phones",)
    (event,) = events()
    assert sorted(event.changes) == ["phones"]


def test_who_knows_her_as_a_suspect_is_told_nothing_of_it(melati, sari):
    elsewhere = a_case(sari, suspects=(PIMP,))
    accused = actions.link_person(melati.person, elsewhere, Part.SUSPECT, by=sari)
    assert opened(accused, "budi", ["phones"]).known() == ("phones",)
    here = AuditEvent.objects.get(verb="revealed")
    assert (here.case_id, sorted(here.changes)) == (elsewhere.pk, ["phones"])
    told = AuditEvent.objects.get(verb="revealed_elsewhere")
    assert (told.case_id, sorted(told.changes)) == (melati.case_id, ["phones"])


def test_her_safe_contact_is_not_told_in_a_case_that_does_not_open_it(melati, sari):
    elsewhere = a_case(sari, suspects=(PIMP,))
    actions.link_person(melati.person, elsewhere, Part.SUSPECT, by=sari)
    opened(melati, "sari", ["phones"])
    told = AuditEvent.objects.get(verb="revealed_elsewhere")
    assert (told.case_id, sorted(told.changes)) == (elsewhere.pk, ["phones"])


# -- Who, and why ----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["budi", "dewi"])
def test_who_is_not_assigned_opens_no_victim(melati, who):
    with pytest.raises(PermissionDenied):
        opened(melati, who)
    assert events() == []


@pytest.mark.parametrize("who", ["citra", "wati", "joko", "seto", "eko", "ani", "tono"])
def test_outsiders_learn_not_even_that_somebody_is_there(melati, who):
    with pytest.raises(OutOfScope):
        opened(melati, who)
    assert events() == []


def given(part: Involvement, who: str, since=None) -> str:
    """The reason that her form holds already, in a session of five minutes."""
    user = person(who)
    begun = since or clock.now() - timedelta(minutes=5)
    return given_since(begun, sight.of(user, part.case), user)


def test_the_supervisor_opens_and_says_why_each_time(melati):
    assert opened(melati, "rini").name == MELATI.name
    assert given(melati, "rini") == ""


def test_a_reason_is_one_of_the_list(melati):
    for reason in (None, "", "curious"):
        with pytest.raises(ValidationError, match="alasan"):
            opened(melati, "sari", reason=reason)
    assert events() == []


def test_who_is_assigned_says_why_once_in_a_session_and_case(melati, sari):
    assert given(melati, "sari") == ""
    opened(melati, "sari", reason=RevealReason.INTERVIEW)
    assert given(melati, "sari") == RevealReason.INTERVIEW
    # Whoever goes on for another reason is not told the first again.
    opened(melati, "sari", reason=RevealReason.CONTACT)
    assert given(melati, "sari") == RevealReason.CONTACT
    # Neither in her next session, nor in another case, nor for a colleague of hers.
    assert given(melati, "sari", since=clock.now()) == ""
    elsewhere = a_case(sari, victims=(WOMAN,))
    link = actions.link_person(melati.person, elsewhere, Part.VICTIM, by=sari)
    assert given(link, "sari") == ""
    assign(melati.case, "budi")
    assert given(melati, "budi") == ""


def test_an_assigned_colleague_opens_until_her_work_ends(melati):
    work = assign(melati.case, "budi")
    assert opened(melati, "budi").nik == MELATI.nik
    actions.end_work(work, by=person("rini"))
    with pytest.raises(PermissionDenied):
        opened(melati, "budi")


def test_of_a_suspect_a_colleague_opens_all_but_what_keeps_people_safe(case, sari):
    fields = {
        n: v for n, v in FIELDS.items() if n not in ("safe_contact", "disability")
    }
    accused = actions.add_person(case, Part.SUSPECT, fields, by=sari)
    assert opened(accused, "budi", list(fields)).nik == MELATI.nik
    for field in ("safe_contact", "disability"):
        with pytest.raises(PermissionDenied):
            opened(accused, "budi", [field])


def test_a_victim_who_is_accused_as_well_keeps_her_secrets(melati, sari):
    actions.link_person(melati.person, melati.case, Part.SUSPECT, by=sari)
    assert opened(melati, "budi", ["name"]).name == MELATI.name
    with pytest.raises(PermissionDenied):
        opened(melati, "budi", ["name", "safe_contact"])
    assert opened(melati, "sari", ["safe_contact"]).safe_contact.to


def test_a_part_that_was_taken_back_opens_nothing(melati, sari):
    actions.unlink_person(melati, by=sari, reason=WithdrawReason.WRONG_CASE, seen=1)
    with pytest.raises(OutOfScope):
        opened(melati, "sari")


def test_what_opens_is_what_stands_now_and_not_what_a_page_has_in_hand(melati, sari):
    actions.declare_declined(melati, by=sari, seen=1)
    assert melati.person.sealed is not None  # as it was read before
    assert opened(melati, "sari") == NOTHING


def test_nothing_is_asked_and_nothing_opens(melati):
    for fields in ([], ["sealed"], ["name", "no_such_field"]):
        with pytest.raises(PermissionDenied):
            opened(melati, "sari", fields)


def test_in_danger_it_opens_for_hours_and_on_record(melati):
    case = Case.objects.get()
    actions.break_glass(
        number=case.register_no, day=DAY, reason=SightReason.MISSING, by=person("citra")
    )
    citra = person("citra")
    assert actions.reveal(
        melati.person, case, ["name"], by=citra, reason=RevealReason.PROTECTION
    ).name
    assert events()[0].by == citra
    with clock.set_to(clock.now() + timedelta(hours=5)), pytest.raises(OutOfScope):
        opened(melati, "citra")


def test_a_referral_opens_a_victim_to_who_is_assigned_there(melati, sari):
    referral = actions.ask_referral(
        melati.case,
        to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
        purpose="shelter",
        sections=Section.VICTIM_IDENTITY | Section.SHELTER,
        by=sari,
    )
    with pytest.raises(OutOfScope):
        opened(melati, "wati")
    actions.accept_referral(referral, by=person("wati"))
    with pytest.raises(PermissionDenied):
        opened(melati, "wati")
    actions.assign_worker(
        melati.case,
        user=person("wati"),
        work="case_manager",
        letter_number="SK/1/2025",
        starts_on=DAY,
        by=person("wati"),
    )
    assert opened(melati, "wati", ["safe_contact"]).safe_contact != NOTHING.safe_contact


def test_the_timeline_tells_of_it_to_those_to_whom_it_opens(melati, sari):
    opened(melati, "sari")
    actions.edit_particulars(melati, {"nik": "6471"}, by=sari, seen=1)
    told = {}
    for who in ("sari", "budi", "dewi"):
        user = person(who)
        seen = sight.of(user, melati.case)
        entries, _more = timeline.entries(melati.case, seen, clock.WIB)
        # Whose it was stands behind the act.
        said = [entry["words"].partition(": ")[0] for entry in entries]
        told[who] = dict(zip(said, (entry["detail"] for entry in entries), strict=True))
    identity = {"Identitas dicatat", "Identitas diubah", "Identitas dibuka"}
    assert identity <= told["sari"].keys()
    assert told["sari"]["Identitas diubah"].endswith("NIK")
    for who in ("budi", "dewi"):
        assert not told[who].keys() & identity
        assert "Orang dihubungkan dengan perkara" not in told[who]
