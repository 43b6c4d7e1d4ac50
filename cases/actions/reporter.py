"""Who reported a case, and where a victim of it is housed: sealed from the first."""

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
from cases.models import Case, Reporter, Shelter, Victim
from cases.particulars import NOTHING, OF_REPORTER, having, require_asked
from cases.person_choices import ReporterKind

LONGEST_ADDRESS = 500


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
        case = _lock(by, case.pk, Reporter)
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


def add_shelter(victim: Victim, address: str, *, by: User, key: str = "") -> Shelter:
    """Record where a victim is housed."""
    with transaction.atomic():
        case = _lock(by, victim.case_id, Shelter)
        victim = rows.standing(rows.locked(victim, case))
        shelter = Shelter(case=case, victim=victim, created_by=by)
        shelter.created_at = clock.now()

        def make() -> Shelter:
            shelter.seal(_address(address))
            rows.validate(shelter)
            rows.save_new(shelter)
            return shelter

        content = ["shelter", str(victim.public_id), address]
        made, is_new = rows.once(by, key, content, make, of=Shelter)
        if is_new:
            changes = rows.made_of(made) | {"sealed": [None, audit.HIDDEN]}
            rows.note(made, by=by, verb="added_shelter", changes=changes)
    return made


def rewrite_shelter(shelter: Shelter, address: str, *, by: User, seen: int) -> Shelter:
    """She lives elsewhere now, from version `seen` on; StaleVersion."""
    with transaction.atomic():
        case = _lock(by, shelter.case_id, Shelter)
        shelter = rows.unmoved(rows.standing(rows.locked(shelter, case)), seen)
        if shelter.sealed is None:  # none is without an address but one destroyed
            raise rows.shredded()
        with rows.unless_shredded():
            shelter.seal(_address(address))
        rows.save_changed(shelter, "sealed")
        changes = {"sealed": [audit.HIDDEN, audit.HIDDEN]}
        rows.note(shelter, by=by, verb="edited_shelter", changes=changes)
    return shelter


def withdraw_shelter(
    shelter: Shelter, *, by: User, reason: WithdrawReason, seen: int
) -> Shelter:
    return rows.withdraw(
        shelter, by=by, reason=reason, seen=seen, verb="withdrew_shelter"
    )


def restore_shelter(shelter: Shelter, *, by: User) -> Shelter:
    """She is housed there again; ValidationError if another was recorded meanwhile."""
    return rows.restore(shelter, by=by, verb="restored_shelter")


def _lock(by: User, case_id: int, of: type[Reporter] | type[Shelter]) -> Case:
    section = of.written_in
    return rows.standing(rows.lock_case(by, case_id, Act.EDIT_CASE, section))


def _address(text: str) -> str:
    address = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    if not address:
        raise ValidationError({"address": _("Tulis alamatnya.")})
    if len(address) > LONGEST_ADDRESS:
        refusal = _("Paling banyak %(most)d karakter.") % {"most": LONGEST_ADDRESS}
        raise ValidationError({"address": refusal})
    return address
