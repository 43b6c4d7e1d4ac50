"""One person destroyed for good, by the owner; and what is at rest in real files."""

import os
from uuid import uuid4

import psycopg2
import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from agencies.models import AuditEvent, User
from agencies.sealing import crypto, keystore
from cases import actions
from cases.choices import WithdrawReason
from cases.conflicts import StaleVersion
from cases.models import Case, Identifier, Involvement, Person, Shelter, Victim
from cases.person_choices import Part, RevealReason
from tests import ground
from tests.cases.examples import WOMAN, a_case
from tests.cases.somebody import FIELDS, MELATI
from tests.parallel import together
from tests.people import person

WHY = RevealReason.SERVICE


@pytest.fixture
def melati(committed) -> Involvement:
    wati = person("wati")
    case = a_case(wati, victims=(WOMAN,))
    victim = case.victims.get()
    actions.add_shelter(victim, "Jl. Kenaritenang 9", by=wati)
    return actions.add_person(case, Part.VICTIM, FIELDS, by=wati, victim=victim)


def shred(somebody: Person | Involvement) -> str:
    return ground.manage("shred_person", str(somebody.public_id))


def test_who_was_shredded_is_nobody_and_no_backup_opens_her(melati):
    wati, somebody = person("wati"), melati.person
    backup, house = bytes(somebody.sealed), bytes(Shelter.objects.get().sealed)
    context = somebody.context
    assert "shredded" in shred(somebody)

    with pytest.raises(keystore.KeyGone):
        crypto.open_sealed(keystore.key_of(somebody.public_id), backup, context)
    with pytest.raises(keystore.KeyGone):
        keystore.key_of(Shelter.objects.get().public_id)
    assert house
    with pytest.raises(ValidationError, match="Identitas telah dimusnahkan"):
        actions.reveal(somebody, melati.case, ["name"], by=wati, reason=WHY)
    with pytest.raises(ValidationError, match="Identitas telah dimusnahkan"):
        actions.edit_particulars(melati, {"name": "x"}, by=wati, seen=2)
    found = Person.objects.get()
    assert (found.sealed, found.recorded, found.is_shredded) == (None, {}, True)
    assert not Identifier.objects.exists()
    # A backup of the register that was put back says no more.
    found.sealed = backup
    with pytest.raises(keystore.KeyGone):
        found.particulars()


def test_what_the_register_counts_stays_and_the_act_is_on_record(melati):
    shred(melati)  # by the id in the address of her page
    shred(melati.person)  # a second time it changes nothing
    assert Case.objects.count() == Victim.objects.count() == 1
    event = AuditEvent.objects.get(verb="shredded_person")
    assert (event.by, event.case_id, event.subject_version) == (None, melati.case_id, 2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_gaps()")
        assert cursor.fetchall() == []


def test_others_stay_as_they_are(melati):
    other = actions.add_person(melati.case, Part.WITNESS, FIELDS, by=person("wati"))
    shred(melati.person)
    assert other.person.particulars() == MELATI
    assert other.person.identifiers.count() == Identifier.objects.count() > 0


def test_a_shredded_shelter_is_neither_read_nor_written_again(melati):
    shred(melati.person)
    home = Shelter.objects.get()
    with pytest.raises(ValidationError, match="dimusnahkan"):
        actions.read_shelter(home, by=person("wati"), reason=WHY)
    with pytest.raises(ValidationError, match="dimusnahkan"):
        actions.rewrite_shelter(home, "Lain", by=person("wati"), seen=home.version)


def test_who_was_linked_by_mistake_takes_no_house_of_another_with_her(committed):
    wati = person("wati")
    case = a_case(wati, victims=(WOMAN,))
    victim = case.victims.get()
    wrong = actions.add_person(case, Part.VICTIM, {}, by=wati, victim=victim)
    slip = {"reason": WithdrawReason.WRONG_ENTRY, "seen": wrong.person.version}
    actions.unlink_person(wrong, by=wati, **slip)
    actions.add_person(case, Part.VICTIM, FIELDS, by=wati, victim=victim)
    home = actions.add_shelter(victim, "Jl. Kenaritenang 9", by=wati)
    shred(wrong.person)
    assert actions.read_shelter(home, by=wati, reason=WHY) == "Jl. Kenaritenang 9"


def test_whose_part_was_taken_back_is_destroyed_with_her_house(melati):
    slip = {"reason": WithdrawReason.WRONG_ENTRY, "seen": melati.person.version}
    actions.unlink_person(melati, by=person("wati"), **slip)
    shred(melati.person)
    with pytest.raises(keystore.KeyGone):
        keystore.key_of(Shelter.objects.get().public_id)


def test_a_shredding_that_was_cut_short_is_done_again(melati):
    """The key is gone, the row does not say so: nobody is shown, and it is mended."""
    wati, somebody = person("wati"), melati.person
    home = Shelter.objects.get()
    for row in (somebody, home):
        as_owner(keystore.shred, row.public_id)
    with pytest.raises(ValidationError, match="dimusnahkan"):
        actions.read_shelter(home, by=wati, reason=WHY)
    with pytest.raises(ValidationError, match="dimusnahkan"):
        actions.rewrite_shelter(home, "Lain", by=wati, seen=1)
    with pytest.raises(ValidationError, match="dimusnahkan"):
        actions.reveal(somebody, melati.case, ["name"], by=wati, reason=WHY)
    with pytest.raises(ValidationError, match="dimusnahkan"):
        actions.edit_particulars(melati, {"name": "x"}, by=wati, seen=1)
    shred(somebody)
    assert Person.objects.get().is_shredded


def test_nobody_is_shredded_by_mistake(committed):
    with pytest.raises(AssertionError, match="No person has this id, nor a part"):
        ground.manage("shred_person", str(uuid4()))


def as_owner(act, *given):
    serving, url = keystore.settings.KEYSTORE_URL, os.environ["KEYSTORE_OWNER_URL"]
    try:
        keystore.settings.KEYSTORE_URL, keystore._local.connection = url, None
        return act(*given)
    finally:
        keystore.settings.KEYSTORE_URL, keystore._local.connection = serving, None


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [keystore.PERSON, keystore.REPORTER, keystore.SHELTER])
def test_the_serving_role_shreds_nobody(kind):
    ref = uuid4()
    keystore.make(ref, kind)
    with pytest.raises(keystore.KeyStays):
        keystore.shred(ref)
    assert len(keystore.key_of(ref)) == 32
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        keystore.make(uuid4(), "anything")


# -- Two at once -----------------------------------------------------------------------


def test_two_who_correct_her_at_once_lose_nothing_in_silence(committed):
    sari, budi = person("sari"), person("budi")
    case = a_case(sari, victims=(WOMAN,))
    found = actions.add_person(case, Part.SUSPECT, {}, by=sari)
    # The second knows her from another case: each locks its own, then the person.
    link = actions.link_person(found.person, a_case(budi), Part.SUSPECT, by=budi)
    for seen in range(1, 21):
        edits = [
            lambda seen=seen: edited(found, {"name": f"A{seen}"}, sari, seen),
            lambda seen=seen: edited(link, {"passport": f"B{seen}"}, budi, seen),
        ]
        assert sorted(together(*edits)) == [False, True]
    assert Person.objects.get().version == 21


def edited(involvement: Involvement, fields: dict, by: User, seen: int) -> bool:
    """Taken, or told that it came too late."""
    try:
        actions.edit_particulars(involvement, fields, by=by, seen=seen)
    except StaleVersion:
        return False
    return True
