"""What somebody who stole the database learns of names from the one key it holds."""

import random

import pytest

from agencies.sealing import keyring
from tests.cases.names import attack, invented
from tests.cases.names.attack import kept


def test_the_key_that_is_kept_names_almost_nobody():
    assert attack.share_named_by_the_dump() < attack.MOST_NAMED


def test_the_attack_is_able_where_a_key_says_more():
    """The counterweight: on keys of the name alone it names twenty times as many."""
    assert attack.share_named(attack.by_name_alone, attack.sex_alone) > 0.02


def test_the_key_finds_the_same_person_in_another_spelling():
    key = kept("Moh. Soerjadi", 1999, "64.71")
    assert key == kept("Suryadi Muhammad", 1999, "64.71.03")
    assert key != kept("Moh. Soerjadi", 1998, "64.71")
    assert key != kept("Moh. Soerjadi", 1999, "64.72")
    assert len(key) == 32


@pytest.mark.parametrize(
    ("name", "year", "region"),
    [
        ("Suryadi", None, "64.71"),
        ("Suryadi", 1999, "64"),
        ("Suryadi", 1999, ""),
        ("?", 1999, "64.71"),
        ("", 1999, "64.71"),
    ],
)
def test_what_is_known_too_little_of_has_no_key(name, year, region):
    assert kept(name, year, region) is None


def test_the_key_is_no_digest_that_others_can_make(monkeypatch):
    before = kept("Suryadi", 1999, "64.71")
    ring = keyring.current()
    other = keyring.Keyring(ring.kek, 1, ring.audit, 1, bytes(32))
    monkeypatch.setattr(keyring, "current", lambda: other)
    assert kept("Suryadi", 1999, "64.71") != before


def test_the_people_of_the_list_are_others():
    stolen = invented.population(2000, "stolen")
    assert stolen != invented.population(2000, "public")
    assert len(set(stolen)) > 1900
    assert random.Random(1).choice(stolen).name.istitle()
