"""How any row of a case is added, edited, withdrawn and restored.

The verbs of the register (`add_victim`, `withdraw_suspect`, …) say what; this says how,
once: lock the case, require the right, compare versions, validate, save, sync facts,
write the event.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from agencies import audit, clock, idempotency
from agencies.access import Act, OutOfScope, require
from agencies.batch import Batch
from agencies.models import Agency, User
from agencies.sealing.keystore import KeyGone
from agencies.sections import Section
from cases import facts, sight
from cases.choices import Why, WithdrawReason
from cases.conflicts import StaleVersion
from cases.models import Case
from cases.models.row import Child, Row

R = TypeVar("R", bound=Row)
C = TypeVar("C", bound=Child)
M = TypeVar("M", bound=models.Model)


def lock_case(by: User, case_id: int, act: Act, section: Section | None = None) -> Case:
    """The case, locked, if `by` sees it (else OutOfScope) and may `act` on that section
    of it (else 403)."""
    require(by.hat, act)
    case = lock_seen(by, case_id)
    sight.of(by, case).require(act, section)
    return case


def lock_seen(by: User, case_id: int) -> Case:
    """The case, locked, if `by` sees it, else OutOfScope."""
    case = (
        Case.objects.visible_to(by)
        .select_for_update(of=("self",))
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise OutOfScope
    return case


def agency_of(by: User) -> Agency:
    """The agency that she acts for; OutOfScope without a post."""
    if by.assignment is None:
        raise OutOfScope
    return by.assignment.post.agency


def standing(row: R) -> R:
    """The row itself; ValidationError if it was withdrawn: restore it first."""
    if row.is_withdrawn:
        raise ValidationError(
            _("Catatan ini sudah ditarik. Pulihkan dahulu sebelum mengubahnya."),
            code="withdrawn",
        )
    return row


def unmoved(row: R, seen: int) -> R:
    """The row itself; StaleVersion if it has moved on since version `seen`."""
    if row.version != seen:
        raise StaleVersion(row, seen)
    return row


def add(row: C, *, by: User, verb: str, key: str = "") -> C:
    """Save a new child. With `key`, a second call returns the row of the first."""
    with transaction.atomic():
        case = standing(lock_case(by, row.case_id, Act.EDIT_CASE, row.written_in))
        content = [type(row).__name__, str(case.public_id), values_of(row)]
        row.case, row.created_by, row.created_at = case, by, clock.now()
        made, is_new = once(by, key, content, lambda: _save_valid(row), of=type(row))
        if is_new:
            changes = made_of(row)
            after_write(row, case, by=by, verb=verb, why=Why.ENTRY, changes=changes)
    return made


def once(
    by: User, key: str, content: Any, make: Callable[[], M], *, of: type[M]
) -> tuple[M, bool]:
    """What `make` makes and True; or what it made under the same `key`, and False.

    What was made may have left her scope since: OutOfScope. Raises KeyReused.
    """
    if not key:
        return make(), True
    claimed, made = idempotency.claim(by, key, content, subject=of)
    if made is None:
        made = make()
        idempotency.settle(claimed, made)
        return made, True
    rows: Any = of._default_manager
    if not rows.visible_to(by).filter(pk=made.pk).exists():
        raise OutOfScope
    return made, False


def _save_valid(row: C) -> C:
    validate(row)
    save_new(row)
    return row


def edit(row: R, fields: Mapping[str, Any], *, by: User, seen: int, verb: str) -> R:
    """Change `fields` of a row seen at version `seen`; StaleVersion if it moved."""
    with transaction.atomic():
        case = lock_case(by, case_id_of(row), Act.EDIT_CASE, row.written_in)
        row = unmoved(standing(locked(row, case)), seen)
        changes = put(row, fields)
        if changes:
            save_changed(row, *changes)
            after_write(
                row, case, by=by, verb=verb, why=Why.CORRECTION, changes=changes
            )
    return row


def withdraw(row: R, *, by: User, reason: WithdrawReason, seen: int, verb: str) -> R:
    """Take a row out of every count, with a reason; nothing is deleted."""
    with transaction.atomic():
        case = lock_case(by, case_id_of(row), Act.WITHDRAW, row.written_in)
        row = unmoved(standing(locked(row, case)), seen)
        # Not `put`: what was right on its day may be withdrawn under today's rules.
        row.withdrawn_at = clock.now()
        row.withdraw_reason = WithdrawReason(reason).value
        save_changed(row, "withdrawn_at", "withdraw_reason")
        after_write(
            row,
            case,
            by=by,
            verb=verb,
            why=Why.WITHDRAWAL,
            changes={},
            reason=row.withdraw_reason,
        )
    return row


def restore(row: R, *, by: User, verb: str) -> R:
    """Let a withdrawn row count again."""
    with transaction.atomic():
        case = lock_case(by, case_id_of(row), Act.RESTORE, row.written_in)
        row = locked(row, case)
        if not row.is_withdrawn:
            raise ValidationError(_("Catatan ini tidak sedang ditarik."))
        row.withdrawn_at, row.withdraw_reason = None, ""
        save_changed(row, "withdrawn_at", "withdraw_reason")
        after_write(row, case, by=by, verb=verb, why=Why.RESTORATION, changes={})
    return row


def case_id_of(row: Row) -> int:
    return row.pk if isinstance(row, Case) else cast(Child, row).case_id


def locked(row: R, case: Case) -> R:
    """The row as it stands now, locked after its case, which must not be withdrawn."""
    if isinstance(row, Case):
        return cast(R, case)
    standing(case)
    fresh = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    cast(Child, fresh).case = case
    return cast(R, fresh)


def put(row: Row, fields: Mapping[str, Any]) -> dict[str, list]:
    """Set `fields` and validate; returns {field: [before, after]} as JSON values."""
    row.held = before = values_of(row)
    for name, value in fields.items():
        setattr(row, name, value)
    validate(row)
    after = values_of(row)
    return {
        name: [before[name], after[name]]
        for name in after
        if before[name] != after[name]
    }


def validate(row: Row) -> None:
    """The row's own rules. Relations were looked up by the caller, and constraints
    speak when the row is saved (`in_words`), so this asks the database nothing."""
    relations = {f.name for f in row._meta.fields if f.is_relation}
    row.full_clean(exclude=relations, validate_unique=False, validate_constraints=False)


@contextmanager
def at(place: str) -> Iterator[None]:
    """Name the row in what is refused inside: `roles` → `suspects.1.roles`."""
    try:
        yield
    except ValidationError as refusal:
        errors = refusal.error_dict
        raise ValidationError(
            {f"{place}.{name}": found for name, found in errors.items()}
        ) from refusal


@contextmanager
def unless_shredded() -> Iterator[None]:
    """A key that is gone, as the ValidationError that says so."""
    try:
        yield
    except KeyGone as gone:
        raise shredded() from gone


def shredded() -> ValidationError:
    return ValidationError(_("Identitas telah dimusnahkan."), code="shredded")


@contextmanager
def in_words(*written: type[models.Model]) -> Iterator[None]:
    """A refusal of the database, as the ValidationError that its constraint words."""
    try:
        yield
    except IntegrityError as refusal:
        name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", "")
        for constraint in chain(*(model._meta.constraints for model in written)):
            if constraint.name == name:
                raise ValidationError(
                    constraint.get_violation_error_message(), code=name
                ) from refusal
        raise


def save_new(row: Row) -> None:
    batch = Batch()
    batch.insert([row], telling="id")
    with in_words(type(row)):
        ((row.pk,),) = batch.run()
    row._state.adding, row._state.db = False, connection.alias


def save_changed(row: Row, *names: str) -> None:
    """Save the named fields as the row's next version."""
    moved = row.next_version()
    with in_words(type(row)):
        row.save(update_fields=[*names, *moved])


def after_write(
    row: Row,
    case: Case,
    *,
    by: User,
    verb: str,
    why: Why,
    changes: Mapping[str, Any],
    reason: str = "",
) -> None:
    """Bring derived dates and facts up to date and write the one event of the act."""
    update_counted_on(case)
    facts.sync([case.pk], why)
    audit.record(
        by=by,
        verb=verb,
        subject=row,
        version=row.version,
        case_id=case.pk,
        changes=without_identity(row, changes),
        reason=reason,
    )


def without_identity(row: Row, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What the trail may say of changes: of what identifies her the name alone."""
    masked = getattr(row, "MASKED", ())
    return {
        name: [audit.HIDDEN, audit.HIDDEN] if name in masked else change
        for name, change in changes.items()
    }


def note(
    row: Row,
    *,
    by: User | None,
    verb: str,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write the event of an act that no figure counts."""
    told = made_of(row) if changes is None else changes
    audit.record(
        by=by,
        verb=verb,
        subject=row,
        version=row.version,
        case_id=case_id_of(row),
        changes=without_identity(row, told),
        reason=reason,
    )


def note_new(row: C, *, by: User, verb: str, key: str = "") -> C:
    """Save a new child that no figure counts and write its event. With `key`, a second
    call returns the row of the first."""
    row.created_by, row.created_at = by, clock.now()
    content = [type(row).__name__, str(row.case.public_id), values_of(row)]
    made, is_new = once(by, key, content, lambda: _save_valid(row), of=type(row))
    if is_new:
        note(row, by=by, verb=verb)
    return made


def update_counted_on(case: Case) -> None:
    """The date that figures go by: the first standing report's, else `reported_on`."""
    first = case.police_reports.standing().aggregate(day=models.Min("dated_on"))["day"]
    counted_on = first or case.reported_on
    if counted_on != case.counted_on:
        case.counted_on = counted_on
        case.save(update_fields=["counted_on"])


def values_of(row: Row) -> dict[str, Any]:
    """The row's own fields as JSON values, by name; relations by their key."""
    return {
        field.name: _json(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in Row.UNTOLD
    }


def made_of(row: Row) -> dict[str, list]:
    """The changes of a new row: from nothing to what it holds."""
    return {
        name: [None, value]
        for name, value in values_of(row).items()
        if value not in (None, "", [])
    }


def _json(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value
