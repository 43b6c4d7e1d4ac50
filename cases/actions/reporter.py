"""Who reported a case: sealed from the first."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import audit, clock
from agencies.access import Act
from agencies.models import User
from cases.actions import rows
from cases.choices import WithdrawReason
from cases.models import Case, Reporter
from cases.particulars import NOTHING, OF_REPORTER, having, require_asked
from cases.person_choices import ReporterKind


def add_reporter(
    case: Case,
    kind: ReporterKind,
    fields: Mapping[str, Any],
    *,
    by: User,
    key: str = "",
) -> Reporter:
    """Record who reported; of an anonymous one no fields are taken, of others those of
    OF_REPORTER. ValidationError by field."""
    with transaction.atomic():
        case = _lock(by, case.pk)
        if kind == ReporterKind.ANONYMOUS and fields:
            raise ValidationError(_("Dari pelapor anonim tidak dicatat apa pun."))
        require_asked(fields, OF_REPORTER)
        particulars = having(NOTHING, fields)
        reporter = Reporter(case=case, kind=kind, created_by=by)
        reporter.created_at = clock.now()

        def make() -> Reporter:
            if particulars != NOTHING:
                reporter.keep(particulars)
            rows.validate(reporter)
            rows.save_new(reporter)
            return reporter

        content = ["reporter", str(case.public_id), str(kind), particulars.to_json()]
        made, is_new = rows.once(by, key, content, make, of=Reporter)
        if is_new:
            told = {name: [None, audit.HIDDEN] for name in particulars.known()}
            changes = rows.made_of(made) | told
            rows.note(made, by=by, verb="added_reporter", changes=changes)
    return made


def withdraw_reporter(
    reporter: Reporter, *, by: User, reason: WithdrawReason, seen: int
) -> Reporter:
    return rows.withdraw(
        reporter, by=by, reason=reason, seen=seen, verb="withdrew_reporter"
    )


def restore_reporter(reporter: Reporter, *, by: User) -> Reporter:
    return rows.restore(reporter, by=by, verb="restored_reporter")


def _lock(by: User, case_id: int) -> Case:
    section = Reporter.written_in
    return rows.standing(rows.lock_case(by, case_id, Act.EDIT_CASE, section))
