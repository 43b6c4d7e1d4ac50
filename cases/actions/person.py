"""Who takes part in a case: record and correct who that is.

The trail and the conflict page name the fields that changed and never say them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from agencies import audit, clock
from agencies.models import User
from agencies.sections import Section
from cases.actions import known, parts, rows
from cases.models import Case, Involvement, Person, Suspect, Victim
from cases.models.identifier import digests_of
from cases.models.person import STANDS_IN
from cases.particulars import (
    NOTHING,
    Particulars,
    having,
    of_kind,
    opened_in,
    require_asked,
)
from cases.person_choices import Part, PersonKind


def add_person(
    case: Case,
    part: Part,
    fields: Mapping[str, Any],
    *,
    by: User,
    kind: PersonKind = PersonKind.NATURAL,
    victim: Victim | None = None,
    suspect: Suspect | None = None,
    of: Involvement | None = None,
    key: str = "",
) -> Involvement:
    """Record somebody new with a part in the case; `fields` are particulars, as few as
    are known. With `key`, a second call returns the part of the first. Raises
    ValidationError by field, PermissionDenied, OutOfScope, KeyReused."""
    with transaction.atomic():
        case = parts.lock_for(by, case.pk, part)
        _require_fields(fields, kind, part)
        particulars = having(NOTHING, fields)
        person = Person(kind=kind, created_by=by, created_at=clock.now())
        new = Involvement(
            case=case, person=person, part=part, victim=victim, suspect=suspect, of=of
        )
        content = ["person", str(case.public_id), str(kind), _whose(new)]
        content.append(particulars.to_json())
        made, is_new = rows.once(
            by, key, content, lambda: _new(new, particulars), of=Involvement
        )
        if is_new:
            kept = particulars.known()
            parts.tell(person, case, by, kept, [None], verb="added_person")
            rows.note(made, by=by, verb="linked_person")
            parts.tell_victim(made, by)
            parts.follow_facts(made)
    return made


def edit_particulars(
    involvement: Involvement,
    fields: Mapping[str, Any],
    *,
    by: User,
    seen: int,
    whose: str | None = None,
    adding: Collection[str] = (),
) -> Person:
    """Change who somebody is, from version `seen` of the person on; StaleVersion says
    which fields have changed since, not what they say, and AnotherPerson that the part
    is not that of `whose` any more. Of what is named in `adding` lists keep what they
    hold: whoever adds a number need not see the others."""
    with transaction.atomic():
        involvement, person = parts.meet_to_edit(by, involvement, seen, whose)
        _require_fields(fields, person.kind, involvement.part)
        if person.client_code:
            raise ValidationError(_("Ia menolak dicatat. Catat dahulu persetujuannya."))
        before = particulars_of(person)
        after, clash = _over(before, fields, adding)
        if changed := before.differing(after):
            person.keep(after)
            person.is_kept_back = not opened_in(Section.SUSPECT) & {*changed}
            rows.save_changed(person, "sealed", "recorded")
            person.index(digests_of(after))
            # What she added and what stood there before are told alike.
            told = {*changed, *(name for name in adding if fields.get(name))}
            case, was = involvement.case, [audit.HIDDEN]
            parts.tell(person, case, by, told, was, verb="edited_particulars")
            parts.tell_her_victims(involvement, by)
        elif fields:
            _tell_guess(involvement, person, fields, by)
    if clash:
        raise clash
    return person


def _tell_guess(
    involvement: Involvement, person: Person, fields: Iterable[str], by: User
) -> None:
    """That nothing changes says that this is what stands there, and that it clashes
    something of it: told as what is written of health is, without a field."""
    sent = {name: [audit.HIDDEN, audit.HIDDEN] for name in fields}
    act: dict[str, Any] = {"by": by, "verb": "edited_particulars"}
    known.record(person, involvement.case_id, changes=sent, is_named=False, **act)


def _over(
    before: Particulars, fields: Mapping[str, Any], adding: Collection[str]
) -> tuple[Particulars, ValidationError | None]:
    """What was sent, over what is held; if the two clash what is held, and why. What is
    wrong by itself is refused at once: it tells nothing of what is held."""
    try:
        return having(before, fields, adding), None
    except ValidationError as clash:
        having(NOTHING, fields)
        return before, clash


def particulars_of(person: Person) -> Particulars:
    """As `Person.particulars`; ValidationError if the identity was destroyed."""
    if person.is_shredded:
        raise rows.shredded()
    with rows.unless_shredded():
        return person.particulars()


def _require_fields(names: Iterable[str], kind: str, part: str) -> None:
    over = set(names) - opened_in(STANDS_IN[Part(part)])
    if over:
        raise PermissionDenied(_("Bagian identitas ini tidak terbuka bagi Anda."))
    require_asked(names, of_kind(kind))


def _new(new: Involvement, particulars: Particulars) -> Involvement:
    """The part before its person: the wall shows her only where she has one."""
    person = new.person
    person.pk = _next_person()
    new.person = person
    new.created_by, new.created_at = person.created_by, person.created_at
    if particulars != NOTHING:
        person.keep(particulars)
    rows.validate(person)
    rows.validate(new)
    rows.save_new(new)
    person.save(force_insert=True)
    person.index(digests_of(particulars))
    return new


def _next_person() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('cases_person', 'id'))")
        return cursor.fetchone()[0]


def _whose(new: Involvement) -> list[Any]:
    return [str(new.part), new.victim_id, new.suspect_id, new.of_id]
