"""The chain of seals: what was committed is closed, and nothing changes unseen."""

import os
from contextlib import closing
from datetime import timedelta

import orjson
import psycopg2
import pytest
from django.db import connection, transaction
from psycopg2.errors import InsufficientPrivilege

from agencies import audit, clock, tasks
from agencies.chain import heads, seals, verification
from agencies.chain.heads import Alarm
from agencies.models import AuditSeal
from tests import ground
from tests.agencies.tampering import (
    as_superuser,
    event,
    faults,
    heads_file,
    held_open,
    rolled_back,
    seal,
    settle,
)
from tests.people import browser_of

CHANGES = (
    "UPDATE agencies_auditseal SET rows = 0",
    "DELETE FROM agencies_auditseal",
    "TRUNCATE agencies_auditseal",
    "DELETE FROM agencies_auditera",
)


@pytest.fixture
def file(committed, tmp_path, settings, monkeypatch):
    return heads_file(tmp_path, settings, monkeypatch)


def lines(file) -> list[dict]:
    return [orjson.loads(line) for line in file.read_bytes().splitlines()]


# Sealing


def test_what_is_committed_is_sealed_once(file):
    event(1)
    event(2)

    first = seal()
    assert (first.batch, first.rows) == (1, 2)
    assert seal() is None
    event(3)
    second = seal()
    assert (second.batch, second.rows, second.lo) == (2, 1, first.hi)
    assert faults() == []


def test_a_late_committer_is_sealed_later_and_not_lost(file):
    with held_open(1):
        event(2)
        assert seals.seal() is None
        assert verification.verify().unsealed == 1

    assert seal().rows == 2
    assert faults() == []


def test_one_that_commits_between_two_seals_is_not_lost(file):
    event(1)
    settle()
    with held_open(2):
        event(3)
        assert seals.seal().rows == 1
    event(4)

    assert seal().rows == 3
    assert faults() == []


def test_what_was_rolled_back_is_no_gap(file):
    for n in range(3):
        event(n)
        rolled_back(n)
        seal()

    assert faults() == []


def test_only_one_sealer_is_at_work(file):
    event(1)
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as other:
        cursor = other.cursor()
        cursor.execute("SELECT pg_advisory_lock(%s)", [seals.LOCK])
        assert seal() is None
        cursor.execute("SELECT pg_advisory_unlock(%s)", [seals.LOCK])

    assert seal().rows == 1


@pytest.mark.parametrize("role", ["DATABASE_URL", "DATABASE_OWNER_URL"])
@pytest.mark.parametrize("statement", CHANGES)
def test_neither_role_changes_a_seal(file, role, statement):
    event(1)
    seal()
    with closing(psycopg2.connect(os.environ[role])) as there:
        cursor = there.cursor()
        with pytest.raises(InsufficientPrivilege):
            cursor.execute(statement)

    assert AuditSeal.objects.get().rows == 1


def test_a_seal_of_somebody_else_is_not_built_upon(file):
    event(1)
    ours = seal()
    AuditSeal.objects.create(
        batch=2, era=1, lo=ours.hi, hi=ours.hi + 9, rows=0, forged=0, root=b"",
        key_id=ours.key_id, mac=bytes(ours.mac), at=clock.now(),
    )  # fmt: skip
    event(2)

    with pytest.raises(Alarm, match="seal 2 is not ours"):
        seal()


def test_a_forged_event_is_sealed_as_forged_and_told(file, caplog):
    event(1)
    event(2)
    as_superuser("UPDATE agencies_auditevent SET verb = 'other' WHERE reason = 'r1'")

    with caplog.at_level("CRITICAL"):
        made = seal()

    assert (made.rows, made.forged) == (2, 1)
    assert "not genuine" in caplog.text
    assert len(faults()) == 2  # the event, and the seal that knew


# The file outside


def test_the_file_outside_knows_each_seal(file):
    for n in range(3):
        event(n)
        seal()

    told = [(line["batch"], line["mac"]) for line in lines(file)]
    kept = AuditSeal.objects.order_by("batch")
    assert told == [(seal.batch, bytes(seal.mac).hex()) for seal in kept]
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_behind_the_seals_is_caught_up(file):
    for n in range(3):
        event(n)
        seal()
    whole = file.read_bytes()
    first = whole.index(b"\n") + 1
    file.write_bytes(whole[: first + 20])  # the crash tore the second line

    assert seal() is None
    assert [head.batch for head in heads.every(heads.size())] == [1, 2, 3]
    assert faults() == []


def test_a_file_ahead_of_the_seals_is_an_alarm(file, caplog):
    for n in range(2):
        event(n)
        seal()
    as_superuser("DELETE FROM agencies_auditseal WHERE batch = 2")
    event(3)

    with pytest.raises(Alarm, match="one more"):
        seal()
    tasks.seal_audit()
    assert "audit alarm" in caplog.text
    assert AuditSeal.objects.count() == 1
    assert "seal 2: a sealed batch is gone" in faults()


def test_a_seal_that_was_made_anew_is_an_alarm(file):
    event(1)
    seal()
    as_superuser("DELETE FROM agencies_auditseal")
    heads_before = file.read_bytes()
    file.write_bytes(b"")
    event(2)
    seal()
    file.write_bytes(heads_before)

    with pytest.raises(Alarm):
        seal()
    assert "seal 1: the file outside knows another seal" in faults()


# Eras


def test_another_cluster_needs_another_era(file):
    event(1)
    seal()
    as_superuser("UPDATE agencies_auditera SET system = '1'")
    event(2)

    with pytest.raises(Alarm, match="another cluster"):
        seal()


def test_a_restore_begins_an_era_and_says_what_was_lost(file):
    for n in range(3):
        event(n)
        seal()
    # A dump from before the last two seals; the second event was there already.
    as_superuser(
        "DELETE FROM agencies_auditseal WHERE batch > 1;"
        "DELETE FROM agencies_auditevent WHERE reason = 'r2';"
        "UPDATE agencies_auditera SET system = '1'"
    )

    said = ground.manage("begin_audit_era", "--reason", "server burnt")
    assert "era 2 begins after seal 1" in said
    assert "only the file outside knows: 2" in said
    event(4)
    made = seal()

    assert (made.era, made.batch) == (2, 3)  # seal 2 closed what was restored
    found = verification.verify()
    assert found.faults == []
    assert found.notes == [
        "seal 2 was lost before a new era",
        "seal 3 was lost before a new era",
        "era 2 begins after seal 1",
    ]


def test_an_era_that_nobody_announced_is_found(file):
    event(1)
    seal()
    as_superuser("INSERT INTO agencies_auditera VALUES (2, '1', now(), 1, '')")

    assert "era 2: the file outside does not know the era" in faults()


def test_the_era_is_begun_by_the_owner_alone(file):
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission"):
        cursor.execute(
            "CREATE OR REPLACE FUNCTION audit_era() RETURNS smallint LANGUAGE sql"
            " STABLE RETURN 7::smallint"
        )


# Health


def test_health_warns_when_the_sealer_stands_still(file):
    with clock.set_to(clock.now() - timedelta(seconds=70)):
        event(1)
    told = browser_of("sari").get("/healthz").json()["audit"]
    assert (told["ok"], told["warn"]) == (True, True)
    assert told["unsealed"] >= 70

    seal()
    told = browser_of("sari").get("/healthz").json()["audit"]
    assert told == {"ok": True, "warn": False, "unsealed": None}


def test_the_head_is_its_number_and_the_beginning_of_its_digest(file):
    event(1)
    made = seal()

    assert made.head == f"1 {bytes(made.mac).hex()[:16]}"


def test_nothing_is_sealed_inside_an_act(file):
    with transaction.atomic():
        audit.record(by=None, verb="half_done")
        assert seals.seal() is None
