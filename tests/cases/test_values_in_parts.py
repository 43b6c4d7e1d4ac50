"""What is typed in several boxes: one that is typed in leaves the others alone."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError

from agencies.models import AuditEvent
from cases import actions
from cases.models import Involvement, Person
from cases.particulars import Particulars, Residence, SafeContact
from tests.api.clients import program_of, tag_of, told
from tests.cases.alike import victim_of
from tests.cases.identity_acts import as_seen
from tests.cases.involved import at, send
from tests.cases.somebody import FIELDS, MELATI
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def melati() -> Involvement:
    return victim_of("sari", FIELDS)


def edit(part: Involvement, status: int = 302, **typed) -> str:
    address = at("case_person_edit", part.case, part.public_id)
    return send("sari", address, as_seen(part) | typed, status)


def patch(part: Involvement, sent: dict) -> None:
    one = f"cases/{part.case.public_id}/persons/{part.public_id}/"
    tag = tag_of(part, Person.objects.get().version)
    told(program_of("sari").call("PATCH", one, sent, if_match=tag))


def known() -> Particulars:
    return Person.objects.get().particulars()


# -- On the form -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        (
            {"safe_hours": "pukul 20"},
            SafeContact("sms", "Bibi Kenariyah", "pukul 20", ("call",)),
        ),
        (
            {"safe_channel": "whatsapp"},
            SafeContact("whatsapp", "Bibi Kenariyah", "pukul 13.07", ("call",)),
        ),
        (
            {"safe_never": ["whatsapp"]},
            SafeContact("sms", "Bibi Kenariyah", "pukul 13.07", ("call", "whatsapp")),
        ),
        (
            {"safe_to": "Ibu", "drop": ["safe_contact"]},
            SafeContact(to="Ibu"),
        ),
        ({"drop": ["safe_contact"]}, SafeContact()),
    ],
)
def test_one_box_of_a_safe_contact_takes_no_other_away(melati, typed, after):
    edit(melati, **typed)
    assert known().safe_contact == after


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ({"residence_address": "Gang 8"}, Residence("64.71.03", "", "Gang 8")),
        (
            {"residence_place": "Kota Makassar", "residence_region": "73.71"},
            Residence("73.71", "", "Gang Kenarisari 77"),
        ),
        (
            {"residence_country": "MY"},
            Residence("64.71.03", "MY", "Gang Kenarisari 77"),
        ),
        (
            {"residence_country": "MY", "drop": ["residence"]},
            Residence(country="MY"),
        ),
    ],
)
def test_one_box_of_an_address_takes_no_other_away(melati, typed, after):
    edit(melati, **typed)
    assert known().residence == after


def test_each_box_says_that_it_may_stay_empty(melati):
    page = browser_of("sari").get(at("case_person_edit", melati.case, melati.public_id))
    html = unescape(page.content.decode())
    # To whom, when, never; a country, an address.
    assert html.count("Kosongkan bila tetap.") == 5
    assert html.count("Yang ditulis menggantikan isian itu saja.") == 2
    assert html.count("Yang dicentang ditambahkan.") == 1


# -- For programs ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "after"),
    [
        ({"hours": "pukul 20"}, {"hours": "pukul 20"}),
        ({"never": ["whatsapp"]}, {"never": ("whatsapp",)}),
        ({"never": []}, {"never": ()}),
        ({"channel": None, "to": ""}, {"channel": "", "to": ""}),
        ({}, {}),
        (None, {"channel": "", "to": "", "hours": "", "never": ()}),
    ],
)
def test_a_program_changes_the_parts_that_it_sends(melati, sent, after):
    patch(melati, {"safe_contact": sent, "residence": {"address": "Gang 8"}})
    before = {
        name: getattr(MELATI.safe_contact, name) for name in SafeContact.__slots__
    }
    assert known().safe_contact == SafeContact(**before | after)
    assert known().residence == Residence("64.71.03", "", "Gang 8")


def test_a_program_empties_an_address(melati):
    patch(melati, {"residence": {"region": None}})
    assert known().residence == Residence("", "", "Gang Kenarisari 77")
    patch(melati, {"residence": None})
    assert known().residence == Residence()


# -- What clashes with what is recorded ------------------------------------------------


def test_a_clash_with_what_is_recorded_is_refused_and_on_record(melati):
    """That it clashes says what stands there: "jangan telepon"."""
    words = edit(melati, 200, safe_channel="call")
    assert "Saluran ini juga ditandai jangan dipakai." in words
    assert known() == MELATI
    event = AuditEvent.objects.get(verb="edited_particulars")
    assert (event.changes, event.subject_version) == ({}, None)


def test_what_is_wrong_by_itself_tells_nothing_and_leaves_no_event(melati):
    wrong = {"safe_contact": {"channel": "sms", "never": ("sms",)}}
    with pytest.raises(ValidationError, match="jangan dipakai"):
        actions.edit_particulars(melati, wrong, by=person("sari"), seen=1)
    assert not AuditEvent.objects.filter(verb="edited_particulars").exists()
