"""The index starts from a sealed file, and from the register when that cannot be."""

import json
import os
import stat

import pytest

from agencies.sealing import keyring
from cases.names import snapshot
from cases.names.columns import gather
from cases.names.feed import Entry, Removal
from cases.names.finding import find
from cases.names.keeper import Keeper
from cases.names.scoring import shipped_weights
from tests.cases.names.feeds import GeneratedFeed

ORIGIN = "one register"
ENTRIES = [
    Entry(1, "Siti Aminah binti Abdullah", (11, 1), (1999, 1999), "female", "64.71"),
    Entry(2, "Budi S.", (12, 1)),
]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "names.sealed"


@pytest.fixture
def saved(file):
    snapshot.save(file, gather(ENTRIES), tick=7, origin=ORIGIN)
    return file


def keeper(feed, file):
    return Keeper(feed, shipped_weights(), file)


def found(keeper, text, keys=(0,)):
    with keeper.index() as index:
        return [hit.person for hit in find(index, text, keys)]


def test_what_was_saved_is_loaded(saved):
    tick, columns = snapshot.load(saved, span=(0, 9), origin=ORIGIN)
    expected = gather(ENTRIES)
    assert tick == 7
    assert (columns.words, columns.asides) == (expected.words, expected.asides)
    assert columns.scopes == expected.scopes
    assert columns.rows.tolist() == expected.rows.tolist()


def test_nothing_of_it_can_be_read(saved):
    data = saved.read_bytes()
    readable = json.dumps(gather(ENTRIES).words).encode()
    assert not any(
        word in data for word in (b"siti", b"amina", readable, b"PK"[:2] * 2)
    )
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


@pytest.mark.parametrize("place", [0, 1, 20, 90, 300, -1])
def test_a_damaged_file_is_refused(saved, place):
    data = bytearray(saved.read_bytes())
    data[place] ^= 1
    saved.write_bytes(data)
    with pytest.raises(snapshot.Refused):
        snapshot.load(saved, span=(0, 9), origin=ORIGIN)


@pytest.mark.parametrize("length", [0, 1, 62, 63, 200])
def test_a_cut_file_is_refused(saved, length):
    saved.write_bytes(saved.read_bytes()[:length])
    with pytest.raises(snapshot.Refused):
        snapshot.load(saved, span=(0, 9), origin=ORIGIN)


def test_another_database_is_refused(saved):
    with pytest.raises(snapshot.Refused):
        snapshot.load(saved, span=(0, 9), origin="another register")


def test_a_file_from_before_what_can_be_followed_is_refused(saved):
    with pytest.raises(snapshot.Refused, match="not in 8"):
        snapshot.load(saved, span=(8, 9), origin=ORIGIN)


def test_a_file_from_after_the_database_is_refused(saved):
    """The database was restored from an older copy."""
    with pytest.raises(snapshot.Refused, match="not in 0–6"):
        snapshot.load(saved, span=(0, 6), origin=ORIGIN)


def test_a_file_under_a_key_that_left_the_keyring_is_refused(saved, monkeypatch):
    other = keyring.current().kek | {1: os.urandom(32)}
    ring = keyring.Keyring(other, 1, {1: b"x" * 32}, 1, b"x" * 32)
    monkeypatch.setattr(keyring, "current", lambda: ring)
    with pytest.raises(snapshot.Refused):
        snapshot.load(saved, span=(0, 9), origin=ORIGIN)


def test_the_first_start_reads_the_register(file):
    first = keeper(GeneratedFeed(ENTRIES), file)
    assert first.started_from == "There is no snapshot yet."
    assert found(first, "Sitti Aminah") == [1]


def test_a_later_start_reads_the_file_and_follows(file):
    feed = GeneratedFeed(ENTRIES)
    keeper(feed, file).save()
    feed.write(Entry(3, "Ngau Lencau", (11,)), Removal(2))
    later = keeper(feed, file)
    assert (later.started_from, later.tick) == ("snapshot", 2)
    assert found(later, "Ngau Lencau") == [3]
    assert found(later, "Budi") == []


def test_a_start_reads_the_register_when_the_file_is_damaged(file):
    feed = GeneratedFeed(ENTRIES)
    keeper(feed, file).save()
    file.write_bytes(file.read_bytes()[:-1])
    later = keeper(feed, file)
    assert later.started_from == "The snapshot is damaged or of another database."
    assert found(later, "Budi") == [2]


def test_who_was_removed_is_in_no_file(file):
    feed = GeneratedFeed(ENTRIES)
    first = keeper(feed, file)
    first.save()
    feed.write(Removal(2))
    first.follow()
    tick, columns = snapshot.load(file, span=feed.span(), origin=feed.origin)
    assert (tick, columns.rows["person"].tolist()) == (1, [1])
    assert "budi" not in columns.words


def test_what_is_told_twice_does_no_harm(file):
    """As of an act that was done while another took long."""
    feed = GeneratedFeed(ENTRIES)
    first, new = keeper(feed, file), Entry(3, "Ngau Lencau", (11,))
    feed.write(new)
    first.follow()
    feed.write(Entry(2, "Budi Santoso", (12,)), new)
    first.follow()
    assert (first.tick, found(first, "Ngau"), found(first, "Santoso")) == (3, [3], [2])
