"""Sessions as rows of our own table, found together with whose they are.

Django's middleware makes a `SessionStore` for each request (`SESSION_ENGINE`). What the
register asks of a session at each request stands in columns; the rest is sealed under a
key made from the cookie's, which the database does not know.
"""

from datetime import UTC, datetime
from typing import Any

import orjson
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import (
    VALID_KEY_CHARS,
    SessionBase,
    UpdateError,
)
from django.contrib.sessions.exceptions import SessionInterrupted
from django.utils.crypto import get_random_string

from agencies import clock
from agencies.accounts import authentication
from agencies.choices import SessionEnd
from agencies.models import Session, User
from agencies.sealing import crypto, keyring

KEY_LENGTH = 32  # of 36 letters and digits: 165 bits
CONTEXT = "agencies.Session"


def digest_of(session_key: str) -> str:
    """The session's row by its key, as the table names it."""
    return keyring.digest("session", session_key).hex()


class SessionStore(SessionBase):
    """A session of Django's; `account` is whose it is, with her hats of today, also
    when she may not act; `ended` is what ended it (`SessionEnd`), "" while it runs."""

    account: User | None = None
    ended = ""

    @property
    def digest(self) -> str:
        """Of the row that is kept for it; of one that was not saved yet, of none."""
        return digest_of(self.session_key) if self.session_key else ""

    def load(self) -> dict[str, Any]:
        key = self._session_key
        found = authentication.session_and_account(digest_of(key))
        if found is None:
            self._session_key = None
            return {}
        row, account = found
        try:
            data = _as_data(row, key)
        except crypto.CannotOpen:  # what it held was another session's
            self._session_key = None
            return {}
        self.account, self.ended = account, row.ended_why
        return data

    def exists(self, session_key: str) -> bool:
        return Session.objects.open().filter(digest=digest_of(session_key)).exists()

    def create(self) -> None:
        """A row of its own; the key is too long to be drawn twice."""
        self._session_key = get_random_string(KEY_LENGTH, VALID_KEY_CHARS)
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """UpdateError if it has ended meanwhile: nothing brings it back."""
        if self.session_key is None:
            return self.create()
        columns = _as_columns(self._get_session(no_load=must_create), self.session_key)
        digest = digest_of(self.session_key)
        if must_create:
            Session.objects.create(digest=digest, **columns)
        elif not Session.objects.open().filter(digest=digest).update(**columns):
            raise UpdateError
        return None

    def cycle_key(self) -> None:
        """The same session under another key: the old one opens nothing any more."""
        data = self._session
        if self.session_key is None:
            return self.create()
        row = Session.objects.open().filter(digest=digest_of(self.session_key))
        key = get_random_string(KEY_LENGTH, VALID_KEY_CHARS)
        if not row.update(digest=digest_of(key), **_as_columns(data, key)):
            raise SessionInterrupted("The session ended while its key was changed.")
        self._session_key = key
        self.modified = True
        return None

    def end(self, why: SessionEnd) -> None:
        """Ended for this reason; an empty one begins when something is put into it."""
        if self.session_key is not None:
            Session.objects.filter(digest=digest_of(self.session_key)).end(why)
        self.flush()

    def delete(self, session_key: str | None = None) -> None:
        """A visitor's is forgotten; hers has ended, and is told for a while."""
        key = session_key or self.session_key
        if key is None:
            return
        row = Session.objects.filter(digest=digest_of(key))
        row.filter(user=None).delete()
        row.end(SessionEnd.SIGNED_OUT)

    def flush(self) -> None:
        super().flush()
        self.account, self.ended = None, ""

    @classmethod
    def clear_expired(cls) -> None:
        """Django's name for it; the scheduler calls `sessions.forget_old`."""


def _as_columns(data: dict[str, Any], key: str) -> dict[str, Any]:
    """The row of a session: seconds become moments, the rest is sealed."""
    rest = dict(data)
    now = int(clock.now().timestamp())
    whose = rest.pop(SESSION_KEY, None)
    began, seen = rest.pop("began_at", now), rest.pop("seen_at", now)
    return {
        "user_id": None if whose is None else int(whose),
        "began_at": datetime.fromtimestamp(began, UTC),
        "seen_at": datetime.fromtimestamp(seen, UTC),
        "worn": rest.pop("hat", []),
        "device": rest.pop("device", ""),
        "network": rest.pop("network", ""),
        "sealed": _seal(rest, key),
    }


def _as_data(row: Session, key: str) -> dict[str, Any]:
    data = _open(bytes(row.sealed), key)
    if row.user_id is None:
        return data
    return data | {
        SESSION_KEY: str(row.user_id),
        "began_at": int(row.began_at.timestamp()),
        "seen_at": int(row.seen_at.timestamp()),
        "hat": row.worn,
        "device": row.device,
        "network": row.network,
    }


def _seal(rest: dict[str, Any], key: str) -> bytes:
    if not rest:
        return b""
    return crypto.seal(_key_of(key), orjson.dumps(rest).decode(), CONTEXT)


def _open(sealed: bytes, key: str) -> dict[str, Any]:
    return (
        orjson.loads(crypto.open_sealed(_key_of(key), sealed, CONTEXT))
        if sealed
        else {}
    )


def _key_of(session_key: str) -> bytes:
    return keyring.digest("session data", session_key)
