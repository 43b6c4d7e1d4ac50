"""Keys change and everybody stays readable; some are shredded and nobody reads them.

`S16_PERSONS` says of how many (scoreboard S16).
"""

import base64
import os
from collections.abc import Callable

import pytest
from django.core.management import call_command

from agencies.sealing import crypto, keyring, keystore
from agencies.sealing.keystore import KeyGone
from cases import actions, shredding
from cases.models import Person, Reporter, Shelter
from cases.person_choices import Part, ReporterKind, RevealReason
from tests.cases.examples import WOMAN, a_case
from tests.people import person

pytestmark = pytest.mark.django_db

PERSONS = int(os.environ.get("S16_PERSONS", "20"))
SHREDDED = 10  # one in so many
SENTENCE = "Diajak bekerja."


def register() -> None:
    """Persons, each with a shelter, and a reporter and a sentence for each case."""
    wati = person("wati")
    for n in range(PERSONS):
        case = a_case(wati, victims=(WOMAN,), narrative=SENTENCE)
        victim = case.victims.get()
        fields = {"name": f"Orang {n}"}
        actions.add_person(case, Part.VICTIM, fields, by=wati, victim=victim)
        actions.add_shelter(victim, f"Rumah {n}", by=wati)
        told = {"name": f"Pelapor {n}"}
        actions.add_reporter(case, ReporterKind.CONFIDENTIAL, told, by=wati)


def readable(read: Callable[[], str]) -> bool:
    try:
        return bool(read())
    except (KeyGone, crypto.CannotOpen):
        return False


def all_readable() -> dict[str, int]:
    """How many of each kind can be read now."""
    wati = person("wati")
    rows = (*Person.objects.all(), *Reporter.objects.all(), *Shelter.objects.all())
    found = dict.fromkeys(("Person", "Reporter", "Shelter", "sentences"), 0)
    for row in rows:
        found[type(row).__name__] += readable(row.unseal)
    for row in Shelter.objects.select_related("case"):
        text = actions.read_narrative(row.case, by=wati)
        found["sentences"] += text == SENTENCE
    return found


def test_keys_rotate_and_persons_are_shredded(own_store, ring, record_property):
    register()
    everybody = dict.fromkeys(("Person", "Reporter", "Shelter", "sentences"), PERSONS)
    assert all_readable() == everybody

    # A new key beside the old, every data key wrapped anew, the old key taken away.
    kek = ring()["kek"] | {"77": base64.b64encode(os.urandom(32)).decode()}
    ring(kek=kek, kek_current=77)
    assert all_readable() == everybody
    rewrapped = own_store(keystore.rewrap)
    assert rewrapped == 4 * PERSONS
    ring(kek={"77": kek["77"]}, kek_current=77)
    assert list(keyring.current().kek) == [77]
    rotated = all_readable()
    assert rotated == everybody

    # The register's backup holds everybody's sealed bytes; put it back after shredding.
    people = list(Person.objects.order_by("pk"))
    homes = list(Shelter.objects.order_by("pk"))
    shredded = people[::SHREDDED]
    for somebody in shredded:
        own_store(shredding.shred, somebody)
    left = PERSONS - len(shredded)
    again = sum(readable(row.unseal) for row in (*shredded, *homes[::SHREDDED]))
    assert again == 0
    assert sum(readable(row.unseal) for row in (*people, *homes)) == 2 * left
    assert all_readable() == everybody | {"Person": left, "Shelter": left}
    assert sum(bool(revealed(somebody)) for somebody in people) == left

    record_property("persons", PERSONS)
    record_property("rewrapped", rewrapped)
    unreadable = sum(everybody.values()) - sum(rotated.values())
    record_property("unreadable_after_rotation", unreadable)
    record_property("shredded", len(shredded))
    record_property("readable_after_shredding", again)


def revealed(somebody: Person) -> str:
    """As a page would open her, from the row as it stands now."""
    fresh = Person.objects.get(pk=somebody.pk)
    case = fresh.involvements.get().case
    if fresh.is_shredded:
        return ""
    reason = RevealReason.SERVICE
    return actions.reveal(fresh, case, ["name"], by=person("wati"), reason=reason).name


def test_rewrapping_takes_away_what_the_name_index_kept(own_store, settings, tmp_path):
    file = tmp_path / "names.sealed"
    file.touch()
    settings.NAMES_SNAPSHOT = str(file)
    for _time in range(2):
        own_store(call_command, "rewrap_keys")
        assert not file.exists()
