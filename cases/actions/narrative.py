"""The sealed sentence: read by its writer, and every reading is recorded."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Act
from agencies.models import User
from agencies.sealing import crypto, keystore
from cases.actions import rows
from cases.models import Case
from cases.narrative import check_length, context_of


def read_narrative(case: Case, *, by: User) -> str:
    """Open the sentence for the one who wrote it; empty if none was written.

    Until people are assigned to cases nobody else reads it. Raises PermissionDenied;
    KeyGone if it was shredded.
    """
    with transaction.atomic():
        _require_writer(case, by)
        if not case.narrative:
            return ""
        text = crypto.open_sealed(
            keystore.key_of(case.public_id),
            bytes(case.narrative),
            context_of(case.public_id),
        )
        audit.record(by=by, verb="read_narrative", subject=case, case_id=case.pk)
    return text


def rewrite_narrative(case: Case, text: str, *, by: User, seen: int) -> Case:
    """Replace the sentence; only its writer may."""
    with transaction.atomic():
        case = rows.standing(rows.lock_case(by, case.pk, Act.EDIT_CASE))
        _require_writer(case, by)
        rows.unmoved(case, seen)
        check_length(text)
        data_key = (
            keystore.key_of(case.public_id)
            if case.narrative
            else keystore.make(case.public_id)
        )
        case.narrative = crypto.seal(data_key, text, context_of(case.public_id))
        rows.save_changed(case, "narrative")
        audit.record(
            by=by,
            verb="rewrote_narrative",
            subject=case,
            version=case.version,
            case_id=case.pk,
            changes={"narrative": [audit.HIDDEN, audit.HIDDEN]},
        )
    return case


def _require_writer(case: Case, by: User) -> None:
    if not case.narrative_opens_to(by):
        raise PermissionDenied(
            _("Uraian hanya dapat dibuka oleh petugas yang menulisnya.")
        )
