"""Data keys, one for each case and draft, in a database apart from the register.

A dump of the register without the key store opens no text; deleting one key here
shreds what it sealed, once the key store's own short backups are gone. Keys are
written at once and outside the register's transaction: a key whose case was rolled
back harms nobody.
"""

import os
import threading
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
)
"""

_local = threading.local()


class KeyGone(Exception):
    """No key under this reference: it was shredded or never made."""


def prepare(serving_role: str) -> None:
    """Make the key store's one table, as its owner, and let `serving_role` use it."""
    _run(TABLE)
    grant = sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON data_key TO {role}")
    _run(grant.format(role=sql.Identifier(serving_role)))


def make(ref: UUID) -> bytes:
    """A fresh data key of 32 bytes, kept under `ref`."""
    key = os.urandom(KEY_BYTES)
    number, wrapped = crypto.wrap(key, str(ref))
    _run(
        "INSERT INTO data_key (ref, kek, wrapped) VALUES (%s, %s, %s)",
        (str(ref), number, wrapped),
    )
    return key


def key_of(ref: UUID) -> bytes:
    """The data key under `ref`; KeyGone if there is none."""
    rows = _run("SELECT kek, wrapped FROM data_key WHERE ref = %s", (str(ref),))
    if not rows:
        raise KeyGone(str(ref))
    number, wrapped = rows[0]
    return crypto.unwrap(number, wrapped, str(ref))


def rewrap() -> int:
    """Wrap every data key under the keyring's current key; how many were changed.

    Afterwards the older keys may leave the keyring. What the data keys sealed stays.
    """
    current = keyring.current().kek_current
    rows = _run("SELECT ref, kek, wrapped FROM data_key WHERE kek <> %s", (current,))
    for ref, number, wrapped in rows:
        key = crypto.unwrap(number, wrapped, str(ref))
        _run(
            "UPDATE data_key SET kek = %s, wrapped = %s WHERE ref = %s",
            (*crypto.wrap(key, str(ref)), str(ref)),
        )
    return len(rows)


def shred(ref: UUID) -> None:
    """Forget the key: what it sealed can never be read again."""
    _run("DELETE FROM data_key WHERE ref = %s", (str(ref),))


def _run(statement: str | sql.Composable, values: tuple = ()) -> list[tuple]:
    try:
        return _execute(statement, values)
    except psycopg2.OperationalError:
        _local.connection = None
        return _execute(statement, values)


def _execute(statement: str | sql.Composable, values: tuple) -> list[tuple]:
    connection = getattr(_local, "connection", None)
    if connection is None or connection.closed:
        connection = psycopg2.connect(settings.KEYSTORE_URL)
        connection.autocommit = True
        _local.connection = connection
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
