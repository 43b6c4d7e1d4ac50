"""Who somebody is stands sealed, and only what opens it is named (scoreboard S15)."""

import re

import pytest
from django.db import IntegrityError, connection, transaction

from agencies import audit
from agencies.models import AuditEvent
from agencies.sealing import crypto, keystore
from cases import actions
from cases.choices import Recording
from cases.models import Case, Person
from cases.particulars import in_words
from cases.person_choices import Part
from tests.cases.examples import WOMAN, a_case
from tests.cases.somebody import MELATI, VALUES, recorded
from tests.ground import CHECKOUT

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sari) -> Case:
    return a_case(sari, victims=(WOMAN,))


def everything_stored() -> str:
    """Every row that the serving role may read, as text; bytes as hexadecimal."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace ="
            " 'public'::regnamespace AND has_table_privilege(oid, 'SELECT')"
            " AND (relname LIKE 'cases%' OR relname NOT LIKE '%region')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            found += [text for (text,) in cursor.fetchall()]
    return "\n".join(found)


def test_nothing_of_somebody_is_readable_at_rest(melati):
    assert melati.person.particulars() == MELATI
    stored = everything_stored()
    assert str(melati.person.public_id) in stored
    hexed = [value.encode().hex() for value in VALUES]
    assert [value for value in (*VALUES, *hexed) if value in stored] == []


def test_each_is_sealed_under_her_own_key_and_for_her_own_row(case, melati):
    other = recorded(case, part=Part.WITNESS).person
    mine, text = melati.person, melati.person.sealed
    assert keystore.key_of(mine.public_id) != keystore.key_of(other.public_id)
    other.sealed = text
    with pytest.raises(crypto.CannotOpen):
        other.particulars()
    key = keystore.key_of(mine.public_id)
    for place in (other.context, f"cases.Shelter.sealed:{mine.public_id}", ""):
        with pytest.raises(crypto.CannotOpen):
            crypto.open_sealed(key, text, place)


def test_versions_and_events_name_fields_and_keep_no_value(melati, sari):
    actions.edit_particulars(melati, {"nik": "6471"}, by=sari, seen=1)
    event = AuditEvent.objects.get(verb="edited_particulars")
    assert event.changes == {"nik": [audit.HIDDEN, audit.HIDDEN]}
    assert (event.subject_version, event.case_id) == (2, melati.case_id)
    assert all(
        not hasattr(v, "sealed")
        for v in Person.versions.rel.related_model.objects.all()
    )


def test_what_is_masked_is_said_without_opening_anything(melati, monkeypatch):
    monkeypatch.setattr(keystore, "key_of", lambda _ref: pytest.fail("opened"))
    found = Person.objects.get()
    assert "NIK tercatat" in in_words(found.recorded)
    assert found.recording == Recording.IDENTIFIED


def test_a_constraint_of_the_index_says_digests_alone(melati):
    found = melati.person.identifiers.filter(kind="nik").get()
    found.pk = None
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        found.save(force_insert=True)
    assert "identifier_once" in str(refusal.value)
    assert [value for value in VALUES if value in str(refusal.value)] == []


# The only code that opens what is sealed of somebody, and how often; each asks a right
# before, and leaves an event, or changes what it has opened and shows it to nobody.
OPENS = {
    "cases/actions/person.py": 1,  # for reveal, edits, and links that must open nothing
    "cases/actions/opening.py": 1,
    "cases/actions/shelter.py": 1,
    "cases/models/person.py": 1,
    "cases/models/reporter.py": 1,
}


def test_whatever_opens_an_identity_is_named_here():
    found = {}
    for file in (*CHECKOUT.glob("cases/**/*.py"), *CHECKOUT.glob("reports/**/*.py")):
        opens = r"\.(?:unseal|particulars)\(\)"
        if n := len(re.findall(opens, file.read_text())):
            found[str(file.relative_to(CHECKOUT))] = n
    assert found == OPENS
