"""What is sealed stands nowhere in the clear (scoreboard S15).

Words of their own for everything that identifies somebody are recorded by the acts of
the register and committed; then they are looked for where an attacker would: every
table as text, statistics, the database server's own files, its write-ahead log and its
words about what it refused, Redis, and whatever else lies in the services' folder.
"""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.db import DatabaseError

from agencies import drafts
from agencies.models import SignInAttempt
from cases import actions
from cases.models import Case, Involvement
from cases.particulars import OF_REPORTER, Account, Birth, Residence, SafeContact
from cases.person_choices import (
    IdentifierKind,
    MergeReason,
    Part,
    PersonKind,
    ReporterKind,
    RevealReason,
)
from cases.search import Asked, search_names
from tests import ground
from tests.cases.asking import looked_for
from tests.cases.examples import LP, WOMAN, a_case
from tests.people import person
from tests.security.world import word
from tppo_tracker import services

PERSONS = int(os.environ.get("S15_PERSONS", "3"))
WHY = RevealReason.CONTACT


class Canaries:
    """Words and numbers that stand nowhere else; `secret` must not be found, `open`
    must, or the search itself is blind."""

    def __init__(self) -> None:
        self.secret: list[str] = []
        self.open: list[str] = []

    def word(self) -> str:
        self.secret.append(f"Q{word()}")
        return self.secret[-1]

    def digits(self, first: str, n: int) -> str:
        self.secret.append(
            first + "".join(secrets.choice("0123456789") for _ in "x" * n)
        )
        return self.secret[-1]

    def particulars(self) -> dict:
        plate = f"KT {secrets.randbelow(9000) + 1000} {word()[:3].upper()}{word()[-4:]}"
        self.secret.append(plate)
        return {
            "name": self.word(),
            "aliases": [self.word(), self.word()],
            "nik": self.digits("64710", 11),
            "passport": self.word(),
            "phones": [self.digits("+62811", 9)],
            "accounts": [Account("michat", self.word()), Account("vehicle", plate)],
            "birth": Birth.about(2009),
            "residence": Residence(region="64.71.03", address=self.word()),
            "origin": "73.71",
            "languages": [self.word()],
            "disability": self.word(),
            "safe_contact": SafeContact("sms", self.word(), self.word(), ("call",)),
        }


@pytest.fixture
def planted(committed) -> Canaries:
    canaries = Canaries()
    for _n in range(PERSONS):
        of_a_service(canaries)
        of_police(canaries)
    return canaries


def of_a_service(canaries: Canaries) -> None:
    wati = person("wati")
    case = a_case(wati, victims=(WOMAN,), narrative=canaries.word())
    canaries.open.append(case.register_no)
    victim, known = case.victims.get(), canaries.particulars()
    more = {"victim": victim, "key": uuid4().hex}
    shelter = actions.add_shelter(victim, canaries.word(), by=wati)
    actions.rewrite_shelter(shelter, canaries.word(), by=wati, seen=1)
    found = actions.add_person(case, Part.VICTIM, known, by=wati, **more)
    changed = canaries.particulars()
    actions.edit_particulars(found, changed, by=wati, seen=1)
    actions.reveal(found.person, case, list(changed), by=wati, reason=WHY)
    refused(found, case)
    declined = actions.add_person(case, Part.WITNESS, canaries.particulars(), by=wati)
    actions.declare_declined(declined, by=wati, seen=1)


def of_police(canaries: Canaries) -> None:
    sari = person("sari")
    number = LP["number"].replace("214", str(secrets.randbelow(90_000) + 10_000))
    case = a_case(sari, police_reports=(LP | {"number": number},))
    canaries.open.append(number)
    known = canaries.particulars()
    told = {name: known[name] for name in OF_REPORTER}
    actions.add_reporter(case, ReporterKind.CONFIDENTIAL, told, by=sari)
    firm = {"registered_name": canaries.word(), "nib": canaries.digits("9", 12)}
    actions.add_person(
        case, Part.SUSPECT, firm, by=sari, kind=PersonKind.CORPORATION, key=uuid4().hex
    )
    asked_for(canaries, case)
    actions.rewrite_narrative(case, canaries.word(), by=sari, seen=case.version)
    typed = {"narrative": [canaries.word()]}
    drafts.save_draft(by=sari, public_id=uuid4(), kind="case", fields=typed, done=1)


def asked_for(canaries: Canaries, case: Case) -> None:
    """Who is searched for, and who is asked for of other offices; and two records of
    one person, joined."""
    sari = person("sari")
    search_names(Asked(canaries.digits("64710", 11)), by=sari)
    kind, nik = IdentifierKind.NIK, canaries.digits("64710", 11)
    actions.ask_match(case, kind, nik, by=sari, key=uuid4().hex)
    looked_for()
    SignInAttempt.objects.all().delete()
    known, alike = canaries.particulars(), canaries.particulars()
    alike["safe_contact"] = known["safe_contact"]
    kept, merged = (
        actions.add_person(case, part, particulars, by=sari).person
        for part, particulars in ((Part.WITNESS, known), (Part.GUARDIAN, alike))
    )
    how = {"by": sari, "reason": MergeReason.PAPERS, "seen": (1, 1)}
    actions.merge_persons(kept, merged, **how)


def refused(found: Involvement, case: Case) -> None:
    """What the database refuses it tells its log about."""
    somebody = found.person
    row = somebody.identifiers.first()
    row.pk = None
    with pytest.raises(DatabaseError):
        row.save(force_insert=True)
    with pytest.raises(DatabaseError):
        type(somebody).objects.filter(pk=somebody.pk).update(client_code="x")


# -- Where an attacker would look ------------------------------------------------------


def as_tables(database: str) -> Iterator[str]:
    """Every row of every table, as a dump tells it; and statistics of columns."""
    with closing(ground.superuser(database)) as superuser:
        cursor = superuser.cursor()
        cursor.execute("ANALYZE")
        cursor.execute("SELECT string_agg(s::text, '') FROM pg_stats s")
        yield cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(query, '') FROM pg_stat_activity")
        yield cursor.fetchone()[0]
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace ="
            " 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            yield "\n".join(text for (text,) in cursor.fetchall())


def in_redis() -> str:
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        held = [client.dump(key) or b"" for key in client.scan_iter()]
    return b"\n".join(held).decode(errors="replace")


def in_files(words: list[str], folder: Path, place: str) -> set[str]:
    """Those of the words that stand in a file of the servers', old and new."""
    wanted = folder / f"words-{uuid4()}"
    wanted.write_text("\n".join(words))
    found = set()
    options = ["-rhoaF", "-f", str(wanted), "--exclude-dir", "pgsql", "--", place]
    done = subprocess.run(["grep", *options], capture_output=True, check=False)
    found |= {line.decode(errors="replace") for line in done.stdout.splitlines()}
    wanted.unlink()
    return found & set(words)


def test_what_is_sealed_stands_nowhere_in_the_clear(planted, tmp_path, record_property):
    database = f"test_{ground.worker()}"
    hexed = [text.encode().hex() for text in planted.secret]
    hidden = [*planted.secret, *hexed]
    keys = ground.environment.database(settings.KEYSTORE_URL)["NAME"]
    told = [*as_tables(database), *as_tables(keys), in_redis()]
    seen = {text for text in hidden for place in told if text in place}
    sung = {text for text in planted.open for place in told if text in place}
    with closing(ground.superuser(database)) as superuser:
        cursor = superuser.cursor()
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT current_setting('data_directory')")
        data = cursor.fetchone()[0]
    folders = {data, str(services.local().folder)}
    for place in folders:
        found = in_files([*hidden, *planted.open], tmp_path, place)
        seen |= found & set(hidden)
        sung |= found & set(planted.open)
    assert Path(data, "log").stat().st_size > 0
    record_property("canaries", len(planted.secret))
    record_property("places", len(told) + len(folders))
    record_property("sung", len(sung))
    record_property("seen", len(seen))
    assert len(sung) == len(planted.open) > 0, "The search is blind."
    assert len(seen) == 0, "Something sealed stands in the clear."
