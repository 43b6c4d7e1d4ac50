"""Text at rest: opens in its own place, survives a new key, dies with its own."""

import base64
import os
from uuid import uuid4

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from agencies.sealing import crypto, keyring, keystore

HERE, THERE = "cases.Case.narrative:1", "cases.Case.narrative:2"


@pytest.fixture
def ref(own_store):
    """The reference of a data key."""
    number = uuid4()
    keystore.make(number)
    return number


def new_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


@given(st.text())
def test_whatever_was_sealed_opens_again(text):
    key = b"k" * 32

    assert crypto.open_sealed(key, crypto.seal(key, text, HERE), HERE) == text


def test_the_same_text_is_sealed_differently_each_time():
    key = os.urandom(32)

    assert crypto.seal(key, "a", HERE) != crypto.seal(key, "a", HERE)


def test_a_text_moved_to_another_row_or_field_does_not_open():
    key = os.urandom(32)
    sealed = crypto.seal(key, "Balikpapan", HERE)

    for place in (THERE, "cases.Victim.note:1", ""):
        with pytest.raises(crypto.CannotOpen):
            crypto.open_sealed(key, sealed, place)


def test_a_changed_bit_is_found_wherever_it_is():
    key = os.urandom(32)
    sealed = crypto.seal(key, "Balikpapan", HERE)

    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(crypto.CannotOpen):
            crypto.open_sealed(key, bytes(changed), HERE)


def test_data_keys_of_two_rows_cannot_be_swapped(ref):
    number, wrapped = crypto.wrap(os.urandom(32), str(uuid4()))

    with pytest.raises(crypto.CannotOpen):
        crypto.unwrap(number, wrapped, str(ref))


def test_the_key_store_holds_no_key_in_the_clear(ref):
    key = keystore.key_of(ref)
    rows = keystore._run("SELECT wrapped FROM data_key WHERE ref = %s", (str(ref),))

    assert key not in bytes(rows[0][0])


def test_after_a_new_key_old_texts_open_and_the_old_key_may_leave(
    ring, ref, own_store, monkeypatch
):
    monkeypatch.setattr(keystore, "AT_ONCE", 2)
    for kind in (keystore.DRAFT, keystore.PERSON, keystore.REPORTER, keystore.SHELTER):
        keystore.make(uuid4(), kind)
    sealed = crypto.seal(keystore.key_of(ref), "Balikpapan", HERE)
    data = ring()
    old = str(data["kek_current"])
    kek = data["kek"] | {"77": new_key()}

    ring(kek=kek, kek_current=77)
    assert crypto.open_sealed(keystore.key_of(ref), sealed, HERE) == "Balikpapan"
    assert own_store(keystore.rewrap) == 5
    ring(kek={n: k for n, k in kek.items() if n != old}, kek_current=77)
    assert crypto.open_sealed(keystore.key_of(ref), sealed, HERE) == "Balikpapan"


def test_without_rewrapping_the_old_key_must_stay(ring, ref):
    ring(kek={"77": new_key()}, kek_current=77)

    with pytest.raises(crypto.CannotOpen):
        keystore.key_of(ref)


def test_a_shredded_text_is_gone_though_its_bytes_remain(own_store):
    ref = uuid4()
    keystore.make(ref, keystore.DRAFT)
    key = keystore.key_of(ref)
    sealed = crypto.seal(key, "Balikpapan", HERE)

    keystore.shred(ref)

    with pytest.raises(keystore.KeyGone):
        keystore.key_of(ref)
    assert b"Balikpapan" not in sealed


def test_shredding_one_key_leaves_the_others(ref):
    other = uuid4()
    keystore.make(other, keystore.DRAFT)

    keystore.shred(other)

    assert len(keystore.key_of(ref)) == 32


def test_the_key_of_a_case_is_shredded_by_the_owner_alone(ref, own_store):
    with pytest.raises(keystore.KeyStays):
        keystore.shred(ref)
    assert len(keystore.key_of(ref)) == 32

    own_store(keystore.shred, ref)
    with pytest.raises(keystore.KeyGone):
        keystore.key_of(ref)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE data_key SET wrapped = ''",
        "UPDATE data_key SET kind = 'draft'",
        "INSERT INTO data_key VALUES (gen_random_uuid(), 1, '', now(), 'draft')",
        "TRUNCATE data_key",
        "ALTER TABLE data_key DISABLE ROW LEVEL SECURITY",
    ],
)
def test_the_serving_role_changes_no_key(ref, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        keystore._run(statement)


def test_keys_from_before_they_had_a_kind_are_said_to_be_drafts(ref, own_store):
    own_store(keystore.mark_drafts, [ref])
    keystore.shred(ref)
    with pytest.raises(keystore.KeyGone):
        keystore.key_of(ref)


def test_a_store_that_hangs_does_not_hold_a_case(own_store):
    assert keystore._run("SHOW statement_timeout") == [("5s",)]


@pytest.mark.parametrize(
    "changes",
    [
        {"kek": {}},
        {"kek": {"1": base64.b64encode(b"short").decode()}},
        {"kek_current": 9},
        {"audit_current": 9},
        {"index": {"2": base64.b64encode(b"i" * 32).decode()}},
        {"kek_current": "first"},
    ],
    ids=str,
)
def test_a_damaged_keyring_is_refused_without_showing_a_key(ring, changes):
    data = ring(**changes)

    with pytest.raises(ImproperlyConfigured) as refusal:
        keyring.current()
    assert all(key not in str(refusal.value) for key in data["audit"].values())


def test_digests_differ_by_purpose_and_by_key(ring):
    ours = keyring.digest("a", "text")
    assert ours != keyring.digest("b", "text")

    ring(index={"1": new_key()})
    assert keyring.digest("a", "text") != ours
