"""Who takes part in a case: record, correct, link, and let somebody decline it.

The trail and the conflict page name the fields that changed and never say them. Locks
are taken in the order case, part, person, so that two offices that know the same person
wait for each other and never block.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from agencies import audit, clock
from agencies.access import Act, OutOfScope
from agencies.models import User
from cases import facts
from cases.actions import known, rows
from cases.choices import ELSEWHERE, Recording, Why, WithdrawReason
from cases.conflicts import AnotherPerson, StaleVersion
from cases.models import Case, Involvement, Person, Suspect, Victim
from cases.models.elsewhere import HiddenFrom, lock_cases_of
from cases.models.identifier import digests_of
from cases.models.merge import merged_into
from cases.models.person import STANDS_IN, new_client_code
from cases.particulars import (
    FIELDS,
    NOTHING,
    Particulars,
    having,
    of_kind,
    opened_in,
    require_asked,
)
from cases.person_choices import Part, PersonKind

# What an event tells of a field whose name would say too much.
UNSAID = "unsaid"


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
        case = _lock_for(by, case.pk, part)
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
            _tell(person, case, by, kept, [None], verb="added_person")
            rows.note(made, by=by, verb="linked_person")
            _tell_victim(made, by)
            _follow_facts(made)
    return made


def edit_particulars(
    involvement: Involvement,
    fields: Mapping[str, Any],
    *,
    by: User,
    seen: int,
    whose: UUID | None = None,
    adding: Collection[str] = (),
) -> Person:
    """Change who somebody is, from version `seen` of the person on; StaleVersion says
    which fields have changed since, not what they say, and AnotherPerson that the part
    is not that of `whose` any more. The lists named in `adding` keep what they hold:
    whoever adds a number need not see the others."""
    with transaction.atomic():
        involvement, person = _locked(by, involvement, seen, whose)
        _require_fields(fields, person.kind, involvement.part)
        if person.client_code:
            raise ValidationError(_("Ia menolak dicatat. Catat dahulu persetujuannya."))
        before = particulars_of(person)
        held = {name: getattr(before, name) for name in set(adding) & set(fields)}
        more = {name: (*held[name], *fields[name]) for name in held}
        after = having(before, {**fields, **more})
        if changed := before.differing(after):
            person.keep(after)
            rows.save_changed(person, "sealed", "recorded")
            person.index(digests_of(after))
            case, was = involvement.case, [audit.HIDDEN]
            _tell(person, case, by, changed, was, verb="edited_particulars")
            _tell_her_victims(involvement, by)
        elif fields:
            # That nothing changes says that this is what stands there.
            case_id = involvement.case_id
            audit.record(
                by=by, verb="edited_particulars", subject=person, case_id=case_id
            )
    return person


def link_person(
    person: Person,
    case: Case,
    part: Part,
    *,
    by: User,
    victim: Victim | None = None,
    suspect: Suspect | None = None,
    of: Involvement | None = None,
    key: str = "",
) -> Involvement:
    """Give somebody whom she knows already a part in this case too: from a case that
    she may write in, and without a restricted one that is shut to her. It opens nothing
    that was shut. PermissionDenied; OutOfScope for a person whom she does not see.
    """
    with transaction.atomic():
        case = _lock_for(by, case.pk, part)
        people = Person.objects.select_for_update(of=("self",))
        found = people.filter(pk=person.pk).first()
        # Somebody who was merged a moment ago is somebody else now.
        if found is None or found.merged_by.standing().exists():
            raise OutOfScope
        known.require_to_link(by, found, part)
        new = Involvement(
            case=case, person=found, part=part, victim=victim, suspect=suspect, of=of
        )
        made = rows.note_new(new, by=by, verb="linked_person", key=key)
        _tell_victim(made, by)
        _follow_facts(made)
    return made


def unlink_person(
    involvement: Involvement,
    *,
    by: User,
    reason: WithdrawReason,
    seen: int,
    whose: UUID | None = None,
) -> Involvement:
    """Take a part back, from version `seen` of the person on: she stays, with her
    other parts. StaleVersion."""
    with transaction.atomic():
        part = _met(by, involvement, seen, Act.WITHDRAW, whose)
        taken = rows.withdraw(
            part, by=by, reason=reason, seen=part.version, verb="withdrew_involvement"
        )
        _tell_victim(taken, by)
    return taken


def relink_person(involvement: Involvement, *, by: User) -> Involvement:
    with transaction.atomic():
        given = rows.restore(involvement, by=by, verb="restored_involvement")
        rows.validate(given)  # whom she stands beside may have been merged into her
        known.require_to_give_back(by, given)
        _tell_victim(given, by)
    return given


def declare_declined(
    involvement: Involvement, *, by: User, seen: int, whose: UUID | None = None
) -> Person:
    """She does not want to be recorded: a client code stands for her, what was recorded
    is forgotten, and nothing finds or matches her any more."""
    with transaction.atomic():
        # What victims' rows say changes in all of her cases.
        lock_cases_of(involvement.person_id)
        involvement, person = _locked(by, involvement, seen, whose, whole=True)
        if person.client_code:
            return person
        _require_may_decline(involvement, by)
        forgotten = list(person.recorded)
        person.forget()
        person.client_code = new_client_code()
        rows.save_changed(person, "sealed", "recorded", "client_code")
        person.unfind()
        case = involvement.case
        was = [audit.HIDDEN]
        _tell(person, case, by, forgotten, was, verb="declined_recording")
        for other in merged_into(person):
            other.forget()
            other.unfind()
            rows.save_changed(other, "sealed", "recorded")
            _tell(other, case, by, (), was, verb="declined_recording")
        _tell_her_victims(involvement, by)
    return person


def declare_agreed(
    involvement: Involvement, *, by: User, seen: int, whose: UUID | None = None
) -> Person:
    """She lets herself be recorded after all: nothing is known of her yet."""
    with transaction.atomic():
        involvement, person = _locked(by, involvement, seen, whose)
        if not person.client_code:
            return person
        person.client_code = None
        rows.save_changed(person, "client_code")
        case = involvement.case
        _tell(person, case, by, (), [None], verb="agreed_to_recording")
        _tell_her_victims(involvement, by)
    return person


def particulars_of(person: Person) -> Particulars:
    """As `Person.particulars`; ValidationError if the identity was destroyed."""
    if person.is_shredded:
        raise rows.shredded()
    with rows.unless_shredded():
        return person.particulars()


def _lock_for(by: User, case_id: int, part: str, act: Act = Act.EDIT_CASE) -> Case:
    section = STANDS_IN[Part(part)]
    return rows.standing(rows.lock_case(by, case_id, act, section))


def _met(
    by: User,
    involvement: Involvement,
    seen: int,
    act: Act,
    whose: UUID | None = None,
    *,
    whole: bool = False,
) -> Involvement:
    """The part as it stands, and its person as she saw her, locked; `whole` with every
    record that was merged into her. StaleVersion tells no more of the person than the
    part opens. 403, 404; who is hidden from her she may take out of the case, and do
    nothing else to."""
    case = _lock_for(by, involvement.case_id, involvement.part, act)
    fresh = rows.standing(rows.locked(involvement, case))
    others = merged_into(fresh.person) if whole else ()
    people = lock_people(fresh.person_id, *(each.pk for each in others))
    fresh.person = people[fresh.person_id]
    fresh.is_hidden = HiddenFrom.is_true_of(fresh.person, by)
    if fresh.is_hidden and act != Act.WITHDRAW:
        raise OutOfScope
    if whose not in (None, fresh.person.public_id):
        raise AnotherPerson(fresh.person, fresh)
    if fresh.version_told != seen:
        met = fresh if fresh.is_hidden else fresh.person
        raise StaleVersion(met, seen, part=fresh)
    return fresh


def lock_people(*ids: int) -> dict[int, Person]:
    """Persons by their keys, locked in the one order in which everybody locks them."""
    found = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return {person.pk: person for person in found.order_by("pk")}


def _locked(
    by: User,
    involvement: Involvement,
    seen: int,
    whose: UUID | None,
    *,
    whole: bool = False,
) -> tuple[Involvement, Person]:
    """To edit who somebody is, as `_met`."""
    fresh = _met(by, involvement, seen, Act.EDIT_CASE, whose, whole=whole)
    if fresh.person.is_shredded:
        raise rows.shredded()
    return fresh, fresh.person


def _require_fields(names: Iterable[str], kind: str, part: str) -> None:
    over = set(names) - opened_in(STANDS_IN[Part(part)])
    if over:
        raise PermissionDenied(_("Bagian identitas ini tidak terbuka bagi Anda."))
    require_asked(names, of_kind(kind))


def _require_may_decline(involvement: Involvement, by: User) -> None:
    person = involvement.person
    if involvement.part != Part.SUSPECT:
        known.require_all_hers(by, person)
    accused = person.involvements.standing().filter(part=Part.SUSPECT)
    if person.kind != PersonKind.NATURAL or accused.exists():
        raise ValidationError(_("Terlapor tidak dapat menolak dicatat."))


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


def _tell(
    person: Person,
    case: Case,
    by: User,
    changed: Iterable[str],
    was: list,
    *,
    verb: str,
) -> None:
    """The event of an act on somebody: what changed by its name alone, and of health
    not even by that."""
    told = {UNSAID if FIELDS[name].is_unsaid else name for name in changed}
    changes = {name: [*was, audit.HIDDEN] for name in sorted(told)}
    act: dict[str, Any] = {"by": by, "verb": verb, "changes": changes}
    act["version"] = person.version
    if verb in ELSEWHERE:
        known.record(person, case.pk, **act)
    else:
        audit.record(subject=person, case_id=case.pk, **act)


def _follow_facts(involvement: Involvement) -> None:
    """Facts tell of whom they count who it is, by a number."""
    if involvement.victim_id or involvement.suspect_id:
        facts.sync([involvement.case_id], Why.CORRECTION)


def told_to_victims(involvements: Iterable[Involvement], by: User) -> None:
    """Let the victims' rows say how their persons are recorded."""
    for involvement in involvements:
        _tell_victim(involvement, by)


def _tell_her_victims(involvement: Involvement, by: User) -> None:
    """Let her rows say it in every case that opens to whoever acts; in one that does
    not, hers says what it said until somebody acts on her there."""
    _tell_victim(involvement, by)
    hers = Involvement.objects.visible_to(by).standing().exclude(victim=None)
    hers = hers.filter(person=involvement.person, case__withdrawn_at=None)
    others = hers.exclude(pk=involvement.pk).select_related("case", "victim")
    for other in others.order_by("case_id", "pk"):
        other.person = involvement.person
        _tell_victim(other, by)


def _tell_victim(involvement: Involvement, by: User) -> None:
    """The victim's row says how she is recorded, where there is one."""
    victim, recording = involvement.victim, involvement.person.recording
    if involvement.is_withdrawn:
        recording = Recording.UNKNOWN
    if victim is None or victim.recording == recording:
        return
    victim = rows.locked(victim, involvement.case)
    changes = rows.put(victim, {"recording": recording.value})
    if changes:
        rows.save_changed(victim, *changes)
        rows.note(victim, by=by, verb="edited_victim", changes=changes)
