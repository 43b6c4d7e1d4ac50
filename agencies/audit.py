"""The one way to write what was done, refused or taken away.

`record` writes in the transaction of the act: no act without its event, no event
without its act; `signed` is for an act that writes it in one message with its rows. A
denial has no transaction left, so `record_denial` opens its own. Values of hidden
fields never come in: the caller passes `HIDDEN` for them.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import orjson
from django.db import models, transaction

from agencies import clock
from agencies.models import AuditEvent, User
from agencies.sealing import keyring
from agencies.trace import request_id

HIDDEN = "…"


def signed(
    *,
    by: User | None,
    verb: str,
    subject: models.Model | None = None,
    version: int | None = None,
    case_id: int | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """An event that is yet to be written, in the same transaction as its act.

    `changes` maps a field to [before, after], JSON values only. No two events give a
    subject the same `version`; rows made with a case share its.
    """
    event = AuditEvent(
        at=clock.now(),
        by=by,
        post_id=_post_of(by),
        verb=verb,
        subject_type=subject._meta.label if subject else "",
        subject_id=subject.pk if subject else None,
        subject_version=version,
        case_id=case_id,
        changes=dict(changes or {}),
        reason=reason,
        request_id=request_id.get(),
    )
    sign(event)
    return event


def record(**told: Any) -> AuditEvent:
    """Write one event; `told` is what `signed` takes."""
    event = signed(**told)
    event.save(force_insert=True)
    return event


def _post_of(by: User | None) -> int | None:
    return by.assignment.post_id if by and by.assignment else None


def record_denial(
    *, by: User | None, verb: str, reason: str, subject: models.Model | None = None
) -> AuditEvent:
    """Write a refusal after everything else was rolled back, in its own transaction."""
    with transaction.atomic():
        return record(by=by, verb=verb, reason=reason, subject=subject)


def sign(event: AuditEvent) -> None:
    """Put the keyed digest of the row's content on it."""
    ring = keyring.current()
    event.key_id = ring.audit_current
    event.mac = _mac(event, ring.audit[event.key_id])


def is_genuine(event: AuditEvent) -> bool:
    """Does the row still carry the content that it was signed with?"""
    key = keyring.current().audit.get(event.key_id)
    return key is not None and hmac.compare_digest(bytes(event.mac), _mac(event, key))


def _mac(event: AuditEvent, key: bytes) -> bytes:
    content = [
        str(event.id),
        event.at.isoformat(timespec="microseconds"),
        event.by_id,
        event.post_id,
        event.verb,
        event.subject_type,
        event.subject_id,
        event.subject_version,
        event.case_id,
        event.changes,
        event.reason,
        event.request_id,
        event.key_id,
    ]
    canonical = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return hmac.new(key, canonical, hashlib.sha256).digest()
