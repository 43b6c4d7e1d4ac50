"""The sealed sentence: read by who works on the case, and every reading is recorded."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Act
from agencies.models import User
from agencies.sealing import crypto, keystore
from agencies.sections import Section
from cases import sight
from cases.actions import rows
from cases.models import Case
from cases.narrative import check_length, context_of


def read_narrative(case: Case, *, by: User) -> str:
    """Open the sentence for who is assigned to the case; empty if none was written.

    Raises PermissionDenied; KeyGone if it was shredded.
    """
    with transaction.atomic():
        if not sight.of(by, case).sees(Section.NARRATIVE):
            raise PermissionDenied(
                _("Uraian hanya dibuka bagi petugas yang ditugaskan pada perkara ini.")
            )
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
    """Replace the sentence; only who is assigned to the case may."""
    with transaction.atomic():
        locked = rows.lock_case(by, case.pk, Act.EDIT_CASE, Section.NARRATIVE)
        case = rows.standing(locked)
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
