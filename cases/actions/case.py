"""Log, edit, withdraw and restore a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models.expressions import RawSQL
from django.db.models.sql import UpdateQuery
from django.utils.translation import gettext as _

from agencies import audit, clock, numbers
from agencies.access import Act, OutOfScope, may_lead, require
from agencies.batch import Batch
from agencies.lookup import zones
from agencies.models import AuditEvent, User
from agencies.sealing import crypto, keystore
from cases import facts, limits
from cases.actions import rows
from cases.actions.restriction import restrict_if_official
from cases.choices import Determination, PublicOffice, Stage, Why, WithdrawReason
from cases.models import Case, PoliceReport, StageEntry, Suspect, Victim
from cases.models.row import Child
from cases.narrative import check_length, context_of

_NO = "SELECT %s || lpad(n::text, greatest(4, length(n::text)), '0') FROM next"


@dataclass(frozen=True)
class Told:
    """What is known of a new case: its own fields and those of its rows."""

    fields: Mapping[str, Any]
    victims: list[Mapping[str, Any]]
    suspects: list[Mapping[str, Any]]
    police_reports: list[Mapping[str, Any]]
    narrative: str


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
    the first. Raises ValidationError (`victims.0.age` → messages), PermissionDenied,
    KeyReused.
    """
    require(by.hat, Act.LOG_CASE)
    if not may_lead(by.hat):
        raise PermissionDenied(_("Instansi Anda tidak memimpin perkara."))
    told = Told(fields, list(victims), list(suspects), list(police_reports), narrative)
    with transaction.atomic():
        content = _plain(list(vars(told).values()))
        case, is_new = rows.once(by, key, content, lambda: _new_case(by, told), of=Case)
        if is_new:
            _complete(case, by, told)
            if any(
                suspect.get("public_office") in PublicOffice.in_power()
                for suspect in told.suspects
            ):
                restrict_if_official(case, by=by)
    return case


def edit_case(case: Case, fields: Mapping[str, Any], *, by: User, seen: int) -> Case:
    """Change what a case says; `seen` is the version that the edit was made from."""
    return rows.edit(case, fields, by=by, seen=seen, verb="edited_case")


def withdraw_case(case: Case, *, by: User, reason: WithdrawReason, seen: int) -> Case:
    """Take a doubled or wrong case, with everything on it, out of every count."""
    return rows.withdraw(case, by=by, reason=reason, seen=seen, verb="withdrew_case")


def restore_case(case: Case, *, by: User) -> Case:
    return rows.restore(case, by=by, verb="restored_case")


def _complete(case: Case, by: User, told: Told) -> None:
    """Its rows, facts, event and number, in one message to the database.

    The number comes last: nobody waits long for the next one. It is given to a case
    that she sees, else OutOfScope.
    """
    children = _children(case, by, told)
    batch = Batch()
    for found in children.values():
        batch.insert(found)
    batch.add(*facts.syncing([case.pk], Why.ENTRY), of="sync_facts")
    batch.insert([_event(case, by, told)])
    batch.add(*_number(case, by), of="register_number")
    with rows.in_words(*children):
        numbered = batch.run()
    if not numbered:
        raise OutOfScope
    case.register_n, case.register_no = numbered[0]


def _check_limits(told: Told) -> None:
    errors: dict[str, ValidationError] = {}
    for name, most in limits.MOST_AT_ONCE.items():
        n = len(getattr(told, name))
        if n > most:
            errors[name] = ValidationError(
                _(
                    "Paling banyak %(most)d sekali catat, sekarang %(n)d. Catat"
                    " sisanya dari laman perkara."
                ),
                params={"most": most, "n": n},
            )
    try:
        check_length(told.narrative)
    except ValidationError as error:
        errors["narrative"] = error
    if errors:
        raise ValidationError(errors)


def _new_case(by: User, told: Told) -> Case:
    """The case, saved, by itself; it has no number yet."""
    _check_limits(told)
    lead = rows.agency_of(by)
    case = Case(created_by=by, created_at=clock.now(), lead_agency=lead, **told.fields)
    case.register_agency = lead.numbering_agency
    if case.reported_on is None:
        case.reported_on = clock.today(zones.zone_of(by.assignment.post))
    days = [report["dated_on"] for report in told.police_reports]
    case.counted_on = min(days, default=case.reported_on)
    case.stage = Stage.LP_ISSUED if told.police_reports else Stage.INTAKE
    case.register_year = case.reported_on.year
    rows.validate(case)
    if told.narrative:
        data_key = keystore.make(case.public_id)
        context = context_of(case.public_id)
        case.narrative = crypto.seal(data_key, told.narrative, context)
    rows.save_new(case)
    return case


def _children(case: Case, by: User, told: Told) -> dict[type[Child], list[Child]]:
    """The valid rows of a new case, by model; not yet saved."""
    stages = [{"stage": Stage.INTAKE, "on": case.reported_on}]
    if told.police_reports:
        # An LP from before the case was reported issues it on the day of the report.
        on = max(case.counted_on, case.reported_on)
        stages.append({"stage": Stage.LP_ISSUED, "on": on})
    presumed = {"determination": Determination.PRESUMED}
    whose = {"case": case, "created_by": by, "created_at": case.created_at}
    made: dict[type[Child], list[Child]] = {}
    for name, model, found in (
        ("victims", Victim, [{**presumed, **victim} for victim in told.victims]),
        ("suspects", Suspect, told.suspects),
        ("police_reports", PoliceReport, told.police_reports),
        ("stages", StageEntry, stages),
    ):
        made[model] = [model(**whose, **child_fields) for child_fields in found]
        for n, child in enumerate(made[model]):
            with rows.at(f"{name}.{n}"):
                rows.validate(child)
    return made


def _event(case: Case, by: User, told: Told) -> AuditEvent:
    return audit.signed(
        by=by,
        verb="logged_case",
        subject=case,
        version=case.version,
        case_id=case.pk,
        changes=_what_was_logged(case, told),
    )


def _what_was_logged(case: Case, told: Told) -> dict[str, list]:
    counts = {name: len(getattr(told, name)) for name in limits.MOST_AT_ONCE}
    logged: dict[str, list] = {name: [0, n] for name, n in counts.items() if n}
    if case.narrative:
        logged["narrative"] = [None, audit.HIDDEN]
    return {**rows.made_of(case), **logged}


def _number(case: Case, by: User) -> tuple[str, list]:
    """The statement that numbers the case if `by` sees it, and its parameters."""
    year = case.reported_on.year
    number = RawSQL("SELECT n FROM next", [])
    words = RawSQL(_NO, [f"KAS/{case.register_agency.code}/{year}/"])  # noqa: S611 - _NO is a constant of this module; what is put in goes as a parameter
    query = Case.objects.visible_to(by).filter(pk=case.pk).query.chain(UpdateQuery)
    query.add_update_values({"register_n": number, "register_no": words})
    update, values = query.get_compiler(connection=connection).as_sql()
    statement = (
        f"WITH next AS ({numbers.NEXT}) {update} RETURNING register_n, register_no"
    )
    return statement, [case.register_agency_id, year, *values]


def _plain(content: Any) -> Any:
    """Rows by their key, so that the content of a request can be compared."""
    if isinstance(content, Mapping):
        return {name: _plain(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    return content.pk if hasattr(content, "pk") else content
