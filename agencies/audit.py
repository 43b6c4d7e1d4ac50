"""The one way to write what was done, refused or taken away.

`record` writes in the transaction of the act: no act without its event, no event
without its act; `signed` is for an act that writes it in one message with its rows. A
denial has no transaction left, so `record_denial` opens its own. Values of hidden
fields never come in: the caller passes `HIDDEN` for them.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson
from django.db import models, transaction

from agencies import clock
from agencies.batch import Batch
from agencies.models import AuditEvent, User
from agencies.sealing import keyring
from agencies.trace import request_id

HIDDEN = "…"
# What the digest is over, in this order; the last one names its key.
SIGNED = (
    "id",
    "at",
    "by_id",
    "post_id",
    "verb",
    "subject_type",
    "subject_id",
    "subject_version",
    "case_id",
    "changes",
    "reason",
    "request_id",
    "key_id",
)
CHANGES = SIGNED.index("changes")


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


# A look that was recorded within this time is the same look.
ONCE = timedelta(hours=1)
_ONCE = """
INSERT INTO agencies_auditevent
  (id, at, by_id, post_id, verb, subject_type, subject_id, subject_version, case_id,
   changes, reason, request_id, key_id, mac)
SELECT %s::uuid, %s::timestamptz, %s::bigint, %s::bigint, %s::varchar, %s::varchar,
       %s::bigint, %s::int, %s::bigint, %s::jsonb, %s::varchar, %s::varchar,
       %s::smallint, %s::bytea
 WHERE NOT EXISTS (
   SELECT FROM agencies_auditevent e
    WHERE e.at > %s::timestamptz AND e.by_id = %s::bigint AND e.post_id = %s::bigint
      AND e.verb = %s::varchar AND e.changes = %s::jsonb AND e.case_id {})
"""
_ONCE_OF_CASE = _ONCE.format("= %s::bigint")
_ONCE_OF_LIST = _ONCE.format("IS NULL") + "RETURNING id"
# Of one person's looks at once, the later one counts what the earlier one wrote.
_BY_TURNS = "SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 0))"


def add_once(batch: Batch, cases: Sequence[int], *, by: User, **told: Any) -> list[str]:
    """Add to the message that somebody looks at cases, but where the same look of hers
    stands since less than an hour; the ids of the events that may get written. Her
    other looks wait until the message's transaction ends."""
    batch.add(_BY_TURNS, [f"looks:{by.pk}"], of="looks")
    ids = []
    for case_id in cases:
        event = signed(by=by, case_id=case_id, **told)
        batch.add(_ONCE_OF_CASE, [*_new_look(event), case_id], of=event._meta.db_table)
        ids.append(str(event.pk))
    return ids


def record_list_once(*, by: User, **told: Any) -> None:
    """Write that somebody looks at a list, which is of no single case, but where the
    same look of hers stands since less than an hour."""
    event = signed(by=by, **told)
    batch = Batch()
    batch.add(_ONCE_OF_LIST, _new_look(event), of=event._meta.db_table)
    batch.run()


def _new_look(event: AuditEvent) -> list[Any]:
    """What the statements above ask for: the row, and what the same look has."""
    content = _content(event)
    content[CHANGES] = changes = orjson.dumps(event.changes).decode()
    same = [event.at - ONCE, event.by_id, event.post_id, event.verb, changes]
    return [*content, event.mac, *same]


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
    event.mac = mac_of(_content(event), ring.audit[event.key_id])


def is_genuine(event: AuditEvent) -> bool:
    """Does the row still carry the content that it was signed with?"""
    return is_signed(_content(event), bytes(event.mac))


def is_signed(content: Sequence[Any], mac: bytes) -> bool:
    """The same of a row's values, in the order of SIGNED."""
    key = keyring.current().audit.get(content[-1])
    return key is not None and hmac.compare_digest(bytes(mac), mac_of(content, key))


def _content(event: AuditEvent) -> list[Any]:
    return [getattr(event, name) for name in SIGNED]


def mac_of(content: Sequence[Any], key: bytes) -> bytes:
    event_id, at, *rest = content
    said = [str(event_id), at.isoformat(timespec="microseconds"), *rest]
    canonical = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    return hmac.new(key, canonical, hashlib.sha256).digest()
