"""A create that is sent twice makes one row: double clicks, lost answers, retries."""

from typing import Any, TypeVar

import orjson
from django.db import models

from agencies import clock
from agencies.access import OutOfScope
from agencies.models import IdempotencyKey, User
from agencies.sealing import keyring

M = TypeVar("M", bound=models.Model)


class KeyReused(Exception):
    """The key came again with another content (HTTP 422)."""


def claim(
    user: User, key: str, content: Any, *, subject: type[M]
) -> tuple[IdempotencyKey, M | None]:
    """Take `key` inside the open transaction, or find what it made before.

    A second transaction with the same key waits here until the first has ended. Returns
    the claim and the row already made under it (None if this is the first use).
    Raises KeyReused if `content` differs from that of the first use, OutOfScope if what
    it made is no longer shown to her.
    """
    fingerprint = keyring.digest("idempotency", _canonical(content))
    found, is_new = IdempotencyKey.objects.get_or_create(
        user=user,
        key=key,
        defaults={"fingerprint": fingerprint, "at": clock.now()},
    )
    if is_new:
        return found, None
    if bytes(found.fingerprint) != fingerprint:
        raise KeyReused(key)
    made = subject._default_manager.filter(pk=found.subject_id).first()
    if made is None:
        raise OutOfScope  # it has left her sight since
    return found, made


def is_used(user: User, key: str) -> bool:
    """Has something been made under this key, so that nothing new will be?"""
    return bool(key) and IdempotencyKey.objects.filter(user=user, key=key).exists()


def settle(claimed: IdempotencyKey, row: models.Model) -> None:
    """Remember in the same transaction what the key has made."""
    claimed.subject_type = row._meta.label
    claimed.subject_id = row.pk
    claimed.save(update_fields=["subject_type", "subject_id"])


def _canonical(content: Any) -> str:
    return orjson.dumps(content, default=str, option=orjson.OPT_SORT_KEYS).decode()
