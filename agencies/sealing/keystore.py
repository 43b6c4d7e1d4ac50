"""Data keys, one for each case, person, reporter, shelter and draft, in a database
apart from the register.

A dump of the register without the key store opens no text; deleting one key here
shreds what it sealed, once the key store's own short backups are gone. Keys are
written at once and outside the register's transaction: a key whose case was rolled
back harms nobody. The serving role makes keys and shreds those of drafts; every other
key is shredded or wrapped anew by the owner alone.
"""

import logging
import os
import threading
from collections.abc import Iterable
from uuid import UUID

import psycopg2
from django.conf import settings
from psycopg2 import sql

from agencies.sealing import crypto, keyring
from agencies.sealing.keyring import KEY_BYTES

TABLE = """
CREATE TABLE IF NOT EXISTS data_key (
  ref uuid PRIMARY KEY,
  kek smallint NOT NULL,
  wrapped bytea NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE data_key ADD COLUMN IF NOT EXISTS kind text NOT NULL DEFAULT 'case';
"""
RIGHTS = """
REVOKE ALL ON data_key FROM {role};
GRANT SELECT, DELETE, INSERT (ref, kek, wrapped, kind) ON data_key TO {role};
ALTER TABLE data_key ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS reads ON data_key;
DROP POLICY IF EXISTS makes ON data_key;
DROP POLICY IF EXISTS shreds_drafts ON data_key;
CREATE POLICY reads ON data_key FOR SELECT USING (true);
CREATE POLICY makes ON data_key FOR INSERT
  WITH CHECK (kind IN ('case', 'draft', 'person', 'reporter', 'shelter'));
CREATE POLICY shreds_drafts ON data_key FOR DELETE USING (kind = 'draft');
"""
CASE, DRAFT = "case", "draft"
PERSON, REPORTER, SHELTER = "person", "reporter", "shelter"
# Keys are asked for while a case is locked: a store that hangs must not hold it.
CONNECT_SECONDS = 5
LIMITS = "-c statement_timeout=5s -c lock_timeout=5s"
AT_ONCE = 500

_local = threading.local()
logger = logging.getLogger(__name__)


class KeyGone(Exception):
    """No key under this reference: it was shredded or never made."""


class KeyStays(Exception):
    """The key is there still: only the owner may shred any but a draft's."""


def prepare(serving_role: str) -> None:
    """Make the key store's one table, as its owner, and let `serving_role` use it."""
    _run(TABLE)
    _run(sql.SQL(RIGHTS).format(role=sql.Identifier(serving_role)))


def mark_drafts(refs: Iterable[UUID]) -> None:
    """Say of keys made before keys had a kind that they are drafts'; as the owner."""
    _run(
        "UPDATE data_key SET kind = 'draft'"
        " WHERE kind <> 'draft' AND ref = ANY(%s::uuid[])",
        ([str(ref) for ref in refs],),
    )


def make(ref: UUID, kind: str = CASE) -> bytes:
    """A fresh data key of 32 bytes, kept under `ref`; `kind` says of what."""
    key = os.urandom(KEY_BYTES)
    number, wrapped = crypto.wrap(key, str(ref))
    _run(
        "INSERT INTO data_key (ref, kek, wrapped, kind) VALUES (%s, %s, %s, %s)",
        (str(ref), number, wrapped, kind),
    )
    return key


def make_all(refs: Iterable[UUID]) -> dict[UUID, bytes]:
    """A fresh data key for each of many cases, kept by one statement."""
    keys = {ref: os.urandom(KEY_BYTES) for ref in refs}
    wrapped = [(str(ref), *crypto.wrap(key, str(ref))) for ref, key in keys.items()]
    columns = [list(column) for column in zip(*wrapped, strict=True)]
    if columns:
        _run(
            "INSERT INTO data_key (ref, kek, wrapped, kind) SELECT *, %s FROM"
            " unnest(%s::uuid[], %s::smallint[], %s::bytea[])",
            (CASE, *columns),
        )
    return keys


def key_of(ref: UUID) -> bytes:
    """The data key under `ref`; KeyGone if there is none."""
    rows = _run("SELECT kek, wrapped FROM data_key WHERE ref = %s", (str(ref),))
    if not rows:
        raise KeyGone(str(ref))
    number, wrapped = rows[0]
    return crypto.unwrap(number, wrapped, str(ref))


def keys_of(refs: Iterable[UUID]) -> dict[UUID, bytes]:
    """The data keys under many references; those that are gone are not among them, nor
    those that are damaged: one stops no other. How many these are is logged."""
    rows = _run(
        "SELECT ref::text, kek, wrapped FROM data_key WHERE ref = ANY(%s::uuid[])",
        ([str(ref) for ref in refs],),
    )
    found, damaged = {}, 0
    for ref, number, wrapped in rows:
        try:
            found[UUID(ref)] = crypto.unwrap(number, wrapped, ref)
        except crypto.CannotOpen:
            damaged += 1
    if damaged:
        logger.error("%d data keys do not open", damaged)
    return found


def rewrap() -> int:
    """Wrap every data key under the keyring's current key; how many were changed.

    As the owner. Afterwards the older keys may leave the keyring. What the data keys
    sealed stays.
    """
    n = 0
    while found := _rewrap_some():
        n += found
    return n


def _rewrap_some() -> int:
    rows = _run(
        "SELECT ref, kek, wrapped FROM data_key WHERE kek <> %s LIMIT %s",
        (keyring.current().kek_current, AT_ONCE),
    )
    for ref, number, wrapped in rows:
        key = crypto.unwrap(number, wrapped, str(ref))
        _run(
            "UPDATE data_key SET kek = %s, wrapped = %s WHERE ref = %s",
            (*crypto.wrap(key, str(ref)), str(ref)),
        )
    return len(rows)


def shred(ref: UUID) -> None:
    """Forget the key: what it sealed can never be read again. KeyStays if it may not.

    The serving role shreds keys of drafts, the owner any.
    """
    _run("DELETE FROM data_key WHERE ref = %s", (str(ref),))
    if _run("SELECT 1 FROM data_key WHERE ref = %s", (str(ref),)):
        raise KeyStays(str(ref))


def drafts_of_an_hour_ago() -> list[UUID]:
    """References of the drafts' keys, less those whose draft may not be saved yet."""
    rows = _run(
        "SELECT ref::text FROM data_key WHERE kind = 'draft'"
        " AND made_at < now() - interval '1 hour'"
    )
    return [UUID(ref) for (ref,) in rows]


def _run(statement: str | sql.Composable, values: tuple = ()) -> list[tuple]:
    is_used = getattr(_local, "connection", None) is not None
    try:
        return _execute(statement, values)
    except psycopg2.OperationalError as error:
        _local.connection = None
        if not is_used or isinstance(error, psycopg2.errors.QueryCanceled):
            raise
        return _execute(statement, values)


def _execute(statement: str | sql.Composable, values: tuple) -> list[tuple]:
    connection = getattr(_local, "connection", None)
    if connection is None or connection.closed:
        connection = psycopg2.connect(
            settings.KEYSTORE_URL, connect_timeout=CONNECT_SECONDS, options=LIMITS
        )
        connection.autocommit = True
        _local.connection = connection
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
