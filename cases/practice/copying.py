"""Brings what the ledger holds into the database, table by table.

Versions are in the ledger, so their triggers rest meanwhile; scope is written by its
own triggers as always. Facts get one tick for each act: the clock of the facts is moved
on by as many, so that no transaction to come can have one of them.
"""

from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from typing import Any

import orjson
from django.db import connection

from agencies.models import AuditEvent, NumberSeries
from agencies.sealing import crypto, keystore
from cases.models.row import Row
from cases.narrative import context_of
from cases.practice.ledger import NOUNS, Ledger, version_columns
from cases.practice.remembered import COLUMNS

QUICK = """
SET LOCAL synchronous_commit = off;
SET CONSTRAINTS ALL IMMEDIATE;
LOCK TABLE facts_clock IN ACCESS EXCLUSIVE MODE;
"""
VERSION_TRIGGERS = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger
 WHERE tgname LIKE 'pgtrigger%%' AND tgrelid = ANY (%s::text[]::regclass[])
"""
# Room for transactions that began before this one and write after it.
SLACK = 10_000
MOVED_ON = """
WITH now AS (
  SELECT greatest(facts_tick(), (SELECT max(tick) FROM facts_act)) AS tick)
UPDATE facts_clock SET off = off + now.tick - facts_tick() + %s FROM now
RETURNING now.tick
"""
SEQUENCE = "SELECT setval(pg_get_serial_sequence(%s, %s), %s)"


def write(ledger: Ledger) -> None:
    """Everything in one go, inside the caller's transaction, as the tables' owner."""
    seal_sentences(ledger)
    tables = [model._meta.db_table for model in NOUNS.values()]
    with connection.cursor() as cursor:
        cursor.execute(QUICK)
        cursor.execute(VERSION_TRIGGERS, [tables])
        resting = cursor.fetchall()
        for table, trigger in resting:
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{trigger}"')
        for model, rows in ledger.rows.items():
            copy_rows(cursor, model, rows)
        for table, trigger in resting:
            cursor.execute(f'ALTER TABLE {table} ENABLE TRIGGER "{trigger}"')
        copy_versions(cursor, ledger)
        copy_facts(cursor, ledger)
        copy_events(cursor, ledger.events)
    NumberSeries.objects.bulk_create(
        NumberSeries(agency_id=agency, year=year, n=n)
        for (agency, year), n in ledger.series.items()
    )


def seal_sentences(ledger: Ledger) -> None:
    """Each sentence under a data key of its own case."""
    keys = keystore.make_all([folder.case.public_id for folder in ledger.folders])
    for folder in ledger.folders:
        ref = folder.case.public_id
        folder.case.narrative = crypto.seal(keys[ref], folder.sentence, context_of(ref))


def copy_rows(cursor, model: type[Row], rows: Sequence[Row]) -> None:
    fields = model._meta.concrete_fields
    columns = [field.column for field in fields]
    names = [field.attname for field in fields]
    lines = ([getattr(row, name) for name in names] for row in rows)
    copy(cursor, model._meta.db_table, columns, lines)
    if rows:
        cursor.execute(SEQUENCE, [model._meta.db_table, "id", rows[-1].pk])


def copy_versions(cursor, ledger: Ledger) -> None:
    for model, versions in ledger.versions.items():
        event: Any = model._meta.get_field("versions").related_model
        kept = [event._meta.get_field(name).column for name in version_columns(model)]
        head = ["pgh_created_at", "pgh_label", "pgh_obj_id"]
        copy(cursor, event._meta.db_table, [*head, *kept], versions)


def copy_facts(cursor, ledger: Ledger) -> None:
    cursor.execute(MOVED_ON, [len(ledger.acts_at) + SLACK])
    base = cursor.fetchone()[0]
    for unit, columns in COLUMNS.items():
        live = (
            [base + fact.kf, fact.why, *fact.values]
            for fact in ledger.facts.opened(unit)
        )
        copy(cursor, f"f_{unit}", ["kf", "why", *columns], live)
        closed = (
            [base + kf, base + kt, why, why_closed, *values]
            for kf, kt, why, why_closed, values in ledger.facts.closed[unit]
        )
        head = ["kf", "kt", "why", "why_closed"]
        copy(cursor, f"f_{unit}_h", [*head, *columns], closed)
    acts = (
        [base + tick, ledger.acts_at[tick - 1], [case]]
        for tick, case in ledger.facts.synced
    )
    copy(cursor, "facts_act", ["tick", "at", "cases"], acts)


def copy_events(cursor, events: Iterable[AuditEvent]) -> None:
    made_here = {"era", "xid"}
    fields = [f for f in AuditEvent._meta.concrete_fields if f.name not in made_here]
    lines = ([getattr(event, field.attname) for field in fields] for event in events)
    columns = [field.column for field in fields]
    copy(cursor, AuditEvent._meta.db_table, columns, lines)


def copy(
    cursor, table: str, columns: Sequence[str], lines: Iterable[Sequence[Any]]
) -> None:
    """COPY in its text form."""
    text = "".join("\t".join(map(said, line)) + "\n" for line in lines)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", StringIO(text))


def said(value: Any) -> str:
    """One value of a COPY line. Codes hold nothing that an array must quote."""
    return SAID.get(type(value), str)(value)


def escaped(text: str) -> str:
    return (
        text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
    )


SAID: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: "\\N",
    str: escaped,
    bytes: lambda value: f"\\\\x{value.hex()}",
    list: lambda value: "{" + ",".join(map(said, value)) + "}",
    dict: lambda value: escaped(orjson.dumps(value).decode()),
}
