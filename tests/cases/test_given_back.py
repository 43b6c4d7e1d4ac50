"""Parts that were taken back, and persons who declined: who may bring them back."""

import pytest
from django.core.exceptions import PermissionDenied

from cases import actions
from cases.models import Involvement, Person
from cases.person_choices import Part
from tests.cases.alike import case_of, fresh, victim_of
from tests.cases.examples import a_case, assign
from tests.cases.linked import events, known_to_citra, restricted, taken_back, withdrawn
from tests.cases.somebody import FIELDS, recorded
from tests.cases.walled import eyes_of
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def melati() -> Involvement:
    """A victim in a case of sari's alone."""
    return victim_of("sari", FIELDS)


def edited(part: Involvement, by: str, fields: dict) -> None:
    seen = fresh(part).person.version
    with eyes_of(by):
        actions.edit_particulars(part, fields, by=person(by), seen=seen)


def given_back(part: Involvement, by: str) -> Involvement:
    with eyes_of(by):
        return actions.relink_person(fresh(part), by=person(by))


# -- A part that was taken back --------------------------------------------------------


def test_a_link_is_given_back_by_who_might_make_it(melati):
    assign(case_of(melati), "budi")
    budi = person("budi")
    linked = actions.link_person(melati.person, a_case(budi), Part.WITNESS, by=budi)
    actions.end_work(case_of(melati).workers.get(), by=person("rini"))
    taken_back(linked, by="budi")
    with pytest.raises(PermissionDenied, match="sendiri"):
        given_back(linked, "budi")
    assert fresh(linked).is_withdrawn
    assign(case_of(melati), "budi")
    assert not given_back(linked, "budi").is_withdrawn


def test_of_two_links_that_were_taken_back_neither_gives_back_the_other(melati):
    work, budi = assign(case_of(melati), "budi"), person("budi")
    links = [
        actions.link_person(melati.person, a_case(budi), Part.WITNESS, by=budi)
        for _ in range(2)
    ]
    for link in links:
        taken_back(link, by="budi")
    actions.end_work(work, by=person("rini"))
    for link in links:
        with pytest.raises(PermissionDenied, match="sendiri"):
            given_back(link, "budi")


@pytest.mark.parametrize("is_closed", [False, True])
def test_where_she_was_recorded_she_is_given_back_though_others_know_her(
    melati, is_closed
):
    theirs = known_to_citra(melati)
    if is_closed:
        restricted(theirs, by="citra")
    taken_back(melati)
    assert not given_back(melati, "sari").is_withdrawn


def test_but_not_once_others_have_written_of_her(melati):
    theirs = known_to_citra(melati)
    edited(theirs, "citra", {"phones": ["0811-2233-4455"]})
    taken_back(melati)
    assert not given_back(melati, "sari").is_withdrawn, "she might read that"
    taken_back(melati)
    edited(theirs, "citra", {"phones": []})
    with pytest.raises(PermissionDenied, match="sendiri"):
        given_back(melati, "sari")


def test_who_takes_her_from_colleagues_keeps_her_by_no_act_of_her_own(melati):
    """She links her to a restricted case, takes her out of theirs, and writes on."""
    assign(case_of(melati), "budi")
    hidden = actions.link_person(
        melati.person, a_case(person("sari")), Part.WITNESS, by=person("sari")
    )
    restricted(hidden)
    taken_back(melati)
    edited(hidden, "sari", {"phones": []})
    assert not given_back(melati, "budi").is_withdrawn
    with eyes_of("budi"):
        assert [*Person.objects.visible_to(person("budi"))] == [melati.person]


def test_but_not_from_who_wrote_of_her_beside_that(melati):
    assign(case_of(melati), "budi")
    theirs = known_to_citra(melati)
    hidden = actions.link_person(
        melati.person, a_case(person("sari")), Part.WITNESS, by=person("sari")
    )
    taken_back(melati)
    edited(hidden, "sari", {"phones": []})
    edited(theirs, "citra", {"name": "Ayu"})
    restricted(hidden)
    with pytest.raises(PermissionDenied, match="sendiri"):
        given_back(melati, "budi")


# -- A slip of others ------------------------------------------------------------------


@pytest.mark.parametrize("was_written", [False, True])
def test_a_slip_of_others_forbids_nothing_unless_they_wrote_of_her(was_written):
    """Of a suspect who was a witness elsewhere, until that was taken back."""
    accused = recorded(a_case(person("sari")), "sari", Part.SUSPECT, {"name": "Jono"})
    theirs = known_to_citra(accused)
    if was_written:
        edited(theirs, "citra", {"phones": ["0811-2233-4455"]})
    taken_back(theirs, by="citra")
    sari, other = person("sari"), a_case(person("sari"))
    with eyes_of("sari"):
        if was_written:
            with pytest.raises(PermissionDenied, match="Sebagian"):
                actions.link_person(accused.person, other, Part.WITNESS, by=sari)
        else:
            actions.link_person(accused.person, other, Part.WITNESS, by=sari)
    assert other.involvements.exists() is not was_written


# -- Agreeing --------------------------------------------------------------------------


def declined(part: Involvement) -> int:
    """Her version since."""
    seen = fresh(part).person.version
    return actions.declare_declined(part, by=person("sari"), seen=seen).version


def test_she_agrees_where_she_might_decline(melati):
    version = declined(melati)
    theirs = known_to_citra(melati)
    for part, by in ((melati, "sari"), (theirs, "citra")):
        with eyes_of(by), pytest.raises(PermissionDenied, match="sendiri"):
            actions.declare_agreed(part, by=person(by), seen=version)
    assert Person.objects.get(pk=melati.person_id).client_code
    withdrawn(theirs.case, by="citra")
    with eyes_of("sari"):
        agreed = actions.declare_agreed(melati, by=person("sari"), seen=version)
    assert agreed.client_code is None


def test_who_does_not_write_all_of_her_is_not_told_whether_she_declined(melati):
    theirs = known_to_citra(melati)
    refused = set()
    for _ in range(2):
        version = fresh(theirs).person.version
        with eyes_of("citra"), pytest.raises(PermissionDenied) as no:
            actions.declare_agreed(theirs, by=person("citra"), seen=version)
        refused.add(str(no.value))
        Person.objects.filter(pk=melati.person_id).update(
            sealed=None, recorded={}, client_code="K-UJI23456"
        )
    assert len(refused) == 1


def test_that_she_agreed_is_told_in_each_of_her_cases(melati):
    sari = person("sari")
    other = a_case(sari)
    actions.link_person(melati.person, other, Part.WITNESS, by=sari)
    actions.declare_agreed(melati, by=sari, seen=declined(melati))
    (event,) = events("agreed_elsewhere")
    assert event.case_id == other.pk
