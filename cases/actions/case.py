"""Log, edit, withdraw and restore a case."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction

from agencies import audit, clock, idempotency, numbers
from agencies.access import Act, OutOfScope, require
from agencies.models import Agency, User
from agencies.sealing import crypto, keystore
from cases import facts
from cases.actions import rows
from cases.choices import Determination, Stage, Why, WithdrawReason
from cases.models import Case, PoliceReport, StageEntry, Suspect, Victim
from cases.narrative import context_of

_NUMBER = f"""
WITH next AS ({numbers.NEXT})
UPDATE cases_case SET register_n = next.n,
  register_no = %(prefix)s || lpad(next.n::text, greatest(4, length(next.n::text)), '0')
  FROM next WHERE id = %(id)s RETURNING register_n, register_no
"""  # noqa: S608 - constants


def log_case(
    *,
    by: User,
    fields: Mapping[str, Any],
    victims: Iterable[Mapping[str, Any]] = (),
    suspects: Iterable[Mapping[str, Any]] = (),
    police_reports: Iterable[Mapping[str, Any]] = (),
    narrative: str = "",
    key: str = "",
) -> Case:
    """Write a new case led by the agency of `by`, with what is already known of it.

    `fields` are those of Case; `victims`, `suspects` and `police_reports` those of
    their rows. Victims start as presumed. With `key`, a second call returns the case of
    the first. Raises ValidationError (field → messages), PermissionDenied, KeyReused.
    """
    require(by.hat, Act.LOG_CASE)
    victims, suspects = list(victims), list(suspects)
    police_reports = list(police_reports)
    with transaction.atomic():
        claimed = None
        if key:
            content = [fields, victims, suspects, police_reports, narrative]
            claimed, made = idempotency.claim(by, key, _plain(content), subject=Case)
            if made is not None:
                return made
        case = _new_case(by, fields, police_reports, narrative)
        _save_children(case, by, victims, suspects, police_reports)
        facts.sync([case.pk], Why.ENTRY)
        audit.record(
            by=by,
            verb="logged_case",
            subject=case,
            version=case.version,
            case_id=case.pk,
            changes=_what_was_logged(case, victims, suspects, police_reports),
        )
        if claimed:
            idempotency.settle(claimed, case)
        if not Case.objects.visible_to(by).filter(pk=case.pk).exists():
            raise OutOfScope
        _give_number(case)
    return case


def edit_case(case: Case, fields: Mapping[str, Any], *, by: User, seen: int) -> Case:
    """Change what a case says; `seen` is the version that the edit was made from."""
    return rows.edit(case, fields, by=by, seen=seen, verb="edited_case")


def withdraw_case(case: Case, *, by: User, reason: WithdrawReason, seen: int) -> Case:
    """Take a doubled or wrong case, with everything on it, out of every count."""
    return rows.withdraw(case, by=by, reason=reason, seen=seen, verb="withdrew_case")


def restore_case(case: Case, *, by: User) -> Case:
    return rows.restore(case, by=by, verb="restored_case")


def _new_case(
    by: User,
    fields: Mapping[str, Any],
    police_reports: list[Mapping[str, Any]],
    narrative: str,
) -> Case:
    lead = _agency_of(by)
    case = Case(created_by=by, created_at=clock.now(), lead_agency=lead, **fields)
    case.register_agency = lead.numbering_agency
    if case.reported_on is None:
        case.reported_on = clock.today()
    days = [report["dated_on"] for report in police_reports]
    case.counted_on = min(days, default=case.reported_on)
    case.stage = Stage.LP_ISSUED if police_reports else Stage.INTAKE
    case.register_year = case.reported_on.year
    rows.validate(case)
    if narrative:
        data_key = keystore.make(case.public_id)
        case.narrative = crypto.seal(data_key, narrative, context_of(case.public_id))
    rows.save_new(case)
    return case


def _agency_of(by: User) -> Agency:
    """The agency that she acts for; `require` has made sure that she has a post."""
    if by.assignment is None:
        raise OutOfScope
    return by.assignment.post.agency


def _save_children(case: Case, by: User, victims, suspects, police_reports) -> None:
    stages = [{"stage": Stage.INTAKE, "on": case.reported_on}]
    if police_reports:
        # An LP from before the case was reported issues it on the day of the report.
        on = max(case.counted_on, case.reported_on)
        stages.append({"stage": Stage.LP_ISSUED, "on": on})
    presumed = {"determination": Determination.PRESUMED}
    for model, found in (
        (Victim, [{**presumed, **victim} for victim in victims]),
        (Suspect, suspects),
        (PoliceReport, police_reports),
        (StageEntry, stages),
    ):
        children: list[Any] = []
        for child_fields in found:
            child = model(
                case=case, created_by=by, created_at=case.created_at, **child_fields
            )
            rows.validate(child)
            children.append(child)
        with rows.in_words(model):
            model.objects.bulk_create(children)


def _what_was_logged(case: Case, victims, suspects, police_reports) -> dict[str, list]:
    counts: dict[str, list] = {
        "victims": [0, len(victims)],
        "suspects": [0, len(suspects)],
        "police_reports": [0, len(police_reports)],
    }
    told: dict[str, list] = {name: pair for name, pair in counts.items() if pair[1]}
    if case.narrative:
        told["narrative"] = [None, audit.HIDDEN]
    return {**rows.made_of(case), **told}


def _give_number(case: Case) -> None:
    """The last statement before COMMIT: nobody waits long for the next number."""
    year = case.reported_on.year
    values: dict[str, Any] = {
        "id": case.pk,
        "agency": case.register_agency_id,
        "year": year,
        "prefix": f"KAS/{case.register_agency.code}/{year}/",
    }
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, values)
        case.register_n, case.register_no = cursor.fetchone()


def _plain(content: Any) -> Any:
    """Rows by their key, so that the content of a request can be compared."""
    if isinstance(content, Mapping):
        return {name: _plain(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    return content.pk if hasattr(content, "pk") else content
