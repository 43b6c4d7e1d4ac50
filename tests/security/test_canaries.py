"""Nobody is shown a word that stands outside her sight (S2)."""

import html
import io
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote

import pytest
import redis
from django.conf import settings
from django.core import mail
from django.db import connection
from django.urls import path, reverse

from agencies.models import Export
from tests.cases import exported
from tests.cases.names.served import served
from tests.reports.pdfs import text_of
from tests.security import canaries, classified, surfaces, visitors
from tests.security.visitors import Visitor, undone
from tests.security.world import Canary, World
from tppo_tracker import logs
from tppo_tracker.urls import handler400, handler403, handler404, handler500  # noqa: F401 - Django asks this module for them
from tppo_tracker.urls import urlpatterns as real_urls

FULL = os.environ.get("SIZE") == "full"
SURFACES = 50
# What somebody may read must have been read by its writer: else the crawl is blind.
MUST_SING = {
    "agencies.Draft.sealed",
    "agencies.SavedView.name",
    "agencies.User.full_name",
    "agencies.Assignment.letter_number",
    "agencies.Post.title",
    "cases.Case.narrative",
    "cases.Case.public_id",
    "cases.Case.register_no",
    "cases.MatchHit.public_id",
    "cases.Person.client_code",
    "cases.PoliceReport.number",
    "cases.PoliceReport.public_id",
    "cases.StageEntry.public_id",
    "cases.Suspect.public_id",
    "cases.Victim.public_id",
    "reports.Edition.signed_as",
    "reports.Edition.digest",
}
planted: list[World] = []


def fault(request):
    """Stands for a view that fails with the words of a row in its hands."""
    words = " ".join(canary.word for world in planted for canary in world.canaries)
    raise RuntimeError(words)


urlpatterns = [path("fault/", fault), path("api/v1/fault/", fault), *real_urls]


@dataclass
class Tally:
    """What the crawl saw; `shown` are faults, `sung` the fields that were read."""

    requests: int = 0
    surfaces: set[str] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)
    shown: list[str] = field(default_factory=list)
    sung: set[str] = field(default_factory=set)


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """All that production would write to its log in the meantime."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    handler.addFilter(logs.Harmless())
    handler.addFilter(logs.NotRoutine())
    root = logging.getLogger()
    level, disabled = root.level, logging.root.manager.disable
    root.setLevel(logging.INFO)
    logging.disable(logging.NOTSET)
    root.addHandler(handler)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        logging.disable(disabled)


def readable(answer) -> str:
    """Body and headers as words, whatever they are written in."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    text = text_of(body) if kind == "application/pdf" else body.decode(errors="replace")
    heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return unquote(html.unescape(f"{text}\n{heads}")).lower()


def visit(visitor: Visitor, one: surfaces.Visit, known: list[Canary], tally: Tally):
    """One request, and which canaries are in its answer that should not be."""
    answer = visitor.ask(one.method, one.path, one.body, **dict(one.headers))
    said = unquote(f"{one.path} {one.body}").lower()
    kind = "pdf" if "pdf" in answer.headers.get("Content-Type", "") else "page"
    tally.answers.add(f"{one.name} {kind} {answer.status_code}")
    tally.requests += 1
    unasked = [canary for canary in known if canary.word not in said]
    look(f"{one.name} {kind}", readable(answer), visitor, unasked, tally)


def look(name: str, text: str, visitor: Visitor, known: list[Canary], tally: Tally):
    """Which canaries are in a text that this visitor has been given."""
    tally.surfaces.add(name)
    for canary in known:
        if canary.word in text and visitor.username in canary.opens:
            tally.sung.add(canary.where)
        elif canary.word in text:
            tally.shown.append(f"{visitor.name}: {name} shows {canary.where}")


def take_lists(visitor: Visitor, known: list[Canary], tally: Tally) -> None:
    """Every list that she may take out, as both kinds of file, unlocked."""
    for name in exported.KINDS:
        for form in ("xlsx", "csv"):
            address = reverse("export_new", query={"list": name, "query": ""})
            asked = visitor.ask("POST", address, exported.SAID | {"format": form})
            if asked.status_code != 302 or "sign-in" in asked.url:
                continue
            public_id = asked.url.rstrip("/").rpartition("/")[2]
            export = exported.made(Export.objects.get(public_id=public_id))
            data, manifest = exported.unpacked(visitor.client, export)
            rows = exported.rows_of(data) if form == "xlsx" else data.decode()
            text = f"{rows} {manifest}".lower()
            look(f"export {name} {form}", text, visitor, known, tally)


def crawl(who: list[Visitor], worlds: list[World], tally: Tally) -> None:
    """Everybody at every door; in a sample each at every other one of one world."""
    known = [canary for world in worlds for canary in world.canaries]
    for n, visitor in enumerate(who):
        mine = worlds if FULL else [worlds[n % len(worlds)]]
        with undone():
            for world in mine:
                doors = surfaces.visits(world, visitor.username)
                for one in doors if FULL else doors[n % 2 :: 2]:
                    visit(visitor, one, known, tally)
            take_lists(visitor, known, tally)
            for broken in ("/fault/", "/api/v1/fault/"):
                visit(visitor, surfaces.Visit("fault", "GET", broken), known, tally)


def listen(worlds: list[World], tally: Tally) -> None:
    """A worker at her own world's doors: what may be read is found by the crawl."""
    for world in worlds if FULL else worlds[:1]:
        its_worker = canaries.insider(world)
        with undone():
            for one in surfaces.visits(world, its_worker.username):
                visit(its_worker, one, world.canaries, tally)
        with undone():
            take_lists(its_worker, world.canaries, tally)


def look_into(name: str, text: str, worlds: list[World], tally: Tally) -> None:
    """A surface that nobody opens in a browser holds no canary at all."""
    tally.surfaces.add(name)
    text = unquote(text).lower()
    for world in worlds:
        for canary in world.canaries:
            if canary.word in text:
                tally.shown.append(f"{name} shows {canary.where}")


def in_redis() -> str:
    """Every key and value."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        held = {key: client.dump(key) or b"" for key in client.scan_iter()}
    return b"\n".join([*held, *held.values()]).decode(errors="replace")


def in_sessions() -> str:
    """Every row, as whoever has the table reads it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text, t.sealed FROM agencies_session t")
        rows = cursor.fetchall()
    assert rows
    return "\n".join(row + bytes(held).decode(errors="replace") for row, held in rows)


@pytest.mark.django_db
@pytest.mark.timeout(3600)
@pytest.mark.urls(__name__)
def test_no_canary_is_seen(record_property):
    worlds = planted[:] = canaries.worlds()
    tally = Tally()
    who = visitors.come(None if FULL else visitors.ALWAYS)
    with logged() as log, served():
        crawl(who, worlds, tally)
        listen(worlds, tally)
    look_into("log", log.getvalue(), worlds, tally)
    look_into("outbox", "\n".join(str(m.message()) for m in mail.outbox), worlds, tally)
    look_into("redis", in_redis(), worlds, tally)
    look_into("sessions", in_sessions(), worlds, tally)
    told = {
        "visitors": len(who),
        "canaries": sum(len(world.canaries) for world in worlds),
        "fields": len({c.where for world in worlds for c in world.canaries}),
        "requests": tally.requests,
        "surfaces": len(tally.surfaces),
        "answers": len(tally.answers),
        "seen": len(tally.shown),
    }
    for name, value in told.items():
        record_property(name, value)
    assert not tally.shown, "\n".join(sorted(set(tally.shown))[:20])
    assert tally.sung >= MUST_SING, MUST_SING - tally.sung
    assert len(tally.surfaces) >= SURFACES
    assert {"name_search page 200", "api_name_search page 200"} <= tally.answers


@pytest.mark.django_db
def test_every_text_that_is_not_public_has_its_canary():
    """A new field that can hold words is planted here, or says why it is not."""
    there = {
        f"{label}.{name}"
        for label, named in classified.fields().items()
        for name, found in named.items()
        if found.get_internal_type() in TEXTS
        and not found.choices
        and classified.marks()[label][name].kind != "publik"
        and classified.tracked(classified.models()[label]) is None
    }
    sung = {canary.where for world in canaries.worlds() for canary in world.canaries}
    assert sorted(there - sung - NOT_PLANTED.keys()) == []
    assert sorted(NOT_PLANTED.keys() - there) == []


TEXTS = {"CharField", "TextField", "JSONField", "BinaryField"}
CODE = "a code of a list that everybody reads"
DIGEST = "bytes that no page can print"
WORD = "a word of the machinery"
ASKED = "for whoever decides; tests/agencies/test_approvals.py"
NOT_PLANTED = {
    "cases.Referral.told": "codes and counts, for the asked office to read",
    "agencies.AccountRequest.code": DIGEST,
    "agencies.AccountRequest.letter_number": ASKED,
    "agencies.AccountRequest.title": ASKED,
    "agencies.ApiToken.digest": DIGEST,
    "agencies.ApiToken.worn": "numbers of a posting",
    "agencies.AuditEra.reason": "the owner's, of a restore; no page reads it",
    "agencies.AuditEra.system": WORD,
    "agencies.AuditEvent.mac": DIGEST,
    "agencies.AuditEvent.request_id": WORD,
    "agencies.AuditEvent.subject_type": WORD,
    "agencies.AuditEvent.verb": WORD,
    "agencies.AuditSeal.mac": DIGEST,
    "agencies.AuditSeal.root": DIGEST,
    "agencies.Draft.kind": WORD,
    "agencies.Export.file": "opened by the crawl, for whoever asked for it",
    "agencies.Export.holds": "ids of rows, which sing",
    "agencies.Export.list": WORD,
    "agencies.Export.sha256": DIGEST,
    "agencies.Export.worn": "numbers of a posting",
    "agencies.IdempotencyKey.fingerprint": DIGEST,
    "agencies.IdempotencyKey.subject_type": WORD,
    "agencies.Job.given": "codes and dates of a region",
    "agencies.Job.kind": WORD,
    "agencies.Job.outcome": "the id of an edition, which sings",
    "agencies.SavedView.list": WORD,
    "agencies.Session.device": "a word that we choose from a list",
    "agencies.Session.digest": DIGEST,
    "agencies.Session.network": "half an address; tests/agencies/test_my_sessions.py",
    "agencies.Session.sealed": "looked into by itself",
    "agencies.Session.worn": "numbers of a posting",
    "agencies.SignInAttempt.account": DIGEST,
    "agencies.SignInAttempt.source": DIGEST,
    "cases.Case.country": CODE,
    "cases.Case.known_via": CODE,
    "cases.Case.modus": CODE,
    "cases.Person.recorded": "names of fields, and counts",
    "cases.Place.country": CODE,
    "cases.PoliceReport.normalised": "the number again, which sings",
    "cases.Referral.purpose": CODE,
    "cases.Reporter.recorded": "names of fields, and counts",
    "reports.Edition.audit_head": DIGEST,
    "reports.Edition.cells": "numbers",
    "reports.Edition.definitions": WORD,
    "reports.Edition.tree_version": WORD,
}
