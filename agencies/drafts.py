"""Server drafts: what somebody typed and has not saved, sealed, for her eyes only.

Each draft has a data key of its own in the key store. The key is shredded with the
draft, so that no backup of the register can bring the text back.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from uuid import UUID

import orjson
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies import audit, clock
from agencies.access import Act, OutOfScope, require
from agencies.draft_keys import ref_of
from agencies.models import Agency, Draft, IdempotencyKey, User
from agencies.sealing import crypto, keystore

LONGEST = 100_000  # characters of JSON
FORGOTTEN_AFTER = timedelta(days=30)

Fields = Mapping[str, list[str]]


class NotBegun(Exception):
    """Nothing was saved under this id yet."""


class AlreadySent(Exception):
    """The form of this draft has become a row, whose key is `subject_id`."""

    def __init__(self, subject_id: int):
        super().__init__(f"already sent: {subject_id}")
        self.subject_id = subject_id


def save_draft(
    *, by: User, public_id: UUID, kind: str, fields: Fields, done: int
) -> Draft:
    """Keep `fields` under `public_id`, made by the page; a second save replaces it.

    The first save leaves an event, those that follow none: they show nobody anything.
    Raises OutOfScope if the id is another's, AlreadySent, ValidationError if too long.
    """
    text = orjson.dumps(dict(fields)).decode()
    if len(text) > LONGEST:
        raise ValidationError(_("Isian terlalu panjang untuk disimpan sebagai draf."))
    with transaction.atomic():
        _wait_for_others(public_id)
        _refuse_if_sent(by, public_id, kind)
        draft, is_new = Draft.objects.get_or_create(
            public_id=public_id,
            defaults={
                "by": by,
                "agency_id": by.hat.agency_id,
                "kind": kind,
                "sealed": b"",
                "updated_at": clock.now(),
            },
        )
        if not _is_hers(draft, by) or draft.kind != kind:
            raise OutOfScope
        draft.sealed = crypto.seal(_key_for(public_id), text, _context(public_id))
        draft.done, draft.updated_at = done, clock.now()
        draft.save(update_fields=["sealed", "done", "updated_at"])
        if is_new:
            audit.record(by=by, verb="began_draft", subject=draft)
    return draft


def open_draft(*, by: User, public_id: UUID, kind: str) -> tuple[Draft, Fields]:
    """The draft and what was typed.

    Raises OutOfScope if it is another's or of another kind, NotBegun, AlreadySent.
    """
    with transaction.atomic():
        _refuse_if_sent(by, public_id, kind)
        draft = Draft.objects.filter(public_id=public_id).first()
        if draft is None:
            raise NotBegun
        if not _is_hers(draft, by) or draft.kind != kind:
            raise OutOfScope
        key = keystore.key_of(ref_of(public_id))
        text = crypto.open_sealed(key, draft.sealed, _context(public_id))
        audit.record(by=by, verb="opened_draft", subject=draft)
    return draft, orjson.loads(text)


def discard_draft(*, by: User, public_id: UUID, reason: str) -> bool:
    """Delete a draft of hers and shred its key at COMMIT; False if there is none.

    Raises OutOfScope if it is another's.
    """
    with transaction.atomic():
        _wait_for_others(public_id)
        draft = Draft.objects.filter(public_id=public_id).first()
        if draft is None:
            return False
        if not _is_hers(draft, by):
            raise OutOfScope
        _forget(draft, by=by, reason=reason)
    return True


def leave_drafts(*, by: User | None, of: User, agency: Agency) -> int:
    """What `of` began for an office that she leaves is hers no more; how many."""
    begun = Q(agency=agency) | Q(agency=None)
    with transaction.atomic():
        left = list(of.drafts.kept().filter(begun).select_for_update())
        for draft in left:
            draft.agency, draft.left_at = agency, clock.now()
            draft.save(update_fields=["agency", "left_at"])
            audit.record(by=by, verb="left_draft", subject=draft)
    return len(left)


def take_draft(*, by: User, public_id: UUID) -> Draft:
    """Whoever is in charge of the office goes on with what was left there.

    The text is sealed under the draft's own key, so nothing is opened by this.
    """
    require(by.hat, Act.ASSIGN)
    with transaction.atomic():
        _wait_for_others(public_id)
        left = Draft.objects.left_to(by.hat.agency_id)
        draft = left.filter(public_id=public_id).first()
        if draft is None:
            raise OutOfScope
        changes = {"by": [draft.by_id, by.pk]}
        draft.by, draft.left_at, draft.updated_at = by, None, clock.now()
        draft.save(update_fields=["by", "left_at", "updated_at"])
        audit.record(by=by, verb="took_draft", subject=draft, changes=changes)
    return draft


def _is_hers(draft: Draft, by: User) -> bool:
    return draft.by_id == by.pk and draft.left_at is None


def sweep(*, by: User | None) -> int:
    """Discard every draft that nobody touched for FORGOTTEN_AFTER; how many."""
    last = clock.now() - FORGOTTEN_AFTER
    forgotten = Draft.objects.filter(updated_at__lt=last)
    n = 0
    for public_id in list(forgotten.values_list("public_id", flat=True)):
        with transaction.atomic():
            _wait_for_others(public_id)
            # She may have come back to it in the meantime.
            draft = forgotten.filter(public_id=public_id).first()
            if draft is not None:
                _forget(draft, by=by, reason="forgotten")
                n += 1
    return n


def _forget(draft: Draft, *, by: User | None, reason: str) -> None:
    """Delete it; its key is shredded at COMMIT."""
    audit.record(by=by, verb="discarded_draft", subject=draft, reason=reason)
    transaction.on_commit(partial(keystore.shred, ref_of(draft.public_id)))
    draft.delete()


def sent_as(*, by: User, public_id: UUID, kind: str) -> int | None:
    """The key of the row that the form of this draft has become, if it was sent.

    A draft becomes a row of the model that its kind is called after: another row under
    the same key, made by the API, is none of it.
    """
    return (
        IdempotencyKey.objects.filter(user=by, key=str(public_id))
        .filter(subject_type__iendswith=f".{kind}")
        .values_list("subject_id", flat=True)
        .first()
    )


def _wait_for_others(public_id: UUID) -> None:
    """One at a time: a late autosave must not bring back a draft that was sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"draft:{public_id}"],
        )


def _refuse_if_sent(by: User, public_id: UUID, kind: str) -> None:
    made = sent_as(by=by, public_id=public_id, kind=kind)
    if made is not None:
        raise AlreadySent(made)


def _key_for(public_id: UUID) -> bytes:
    """Its key; made now if there is none, or if a rollback left one it is used."""
    ref = ref_of(public_id)
    try:
        return keystore.key_of(ref)
    except keystore.KeyGone:
        return keystore.make(ref, keystore.DRAFT)


def _context(public_id: UUID) -> str:
    return f"agencies.Draft.sealed:{public_id}"
