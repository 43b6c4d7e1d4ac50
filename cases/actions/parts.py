"""How a part of somebody in a case is met before an act on her, and what follows it.

Locks are taken in the order case, part, person, so that two offices that know the same
person wait for each other and never block.
"""

from collections.abc import Iterable
from typing import Any

from agencies import audit
from agencies.access import Act, OutOfScope
from agencies.models import User
from cases import facts
from cases.actions import known, rows
from cases.choices import ELSEWHERE, Recording, Why
from cases.conflicts import AnotherPerson, StaleVersion
from cases.models import Case, Involvement, Person
from cases.models.elsewhere import HiddenFrom
from cases.models.merge import merged_into
from cases.models.person import STANDS_IN
from cases.person_choices import Part


def lock_for(by: User, case_id: int, part: str, act: Act = Act.EDIT_CASE) -> Case:
    """The case, standing and locked, if she may `act` on who stands so in it."""
    section = STANDS_IN[Part(part)]
    return rows.standing(rows.lock_case(by, case_id, act, section))


def lock_people(*ids: int) -> dict[int, Person]:
    """Persons by their keys, locked in the one order in which everybody locks them."""
    found = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return {person.pk: person for person in found.order_by("pk")}


def meet(
    by: User,
    involvement: Involvement,
    seen: int,
    act: Act,
    whose: str | None = None,
    *,
    whole: bool = False,
) -> Involvement:
    """The part as it stands, and its person as she saw her, locked; `whole` with every
    record that was merged into her. StaleVersion tells no more of the person than the
    part opens. 403, 404; who is hidden from her she may take out of the case, and do
    nothing else to."""
    case = lock_for(by, involvement.case_id, involvement.part, act)
    fresh = rows.standing(rows.locked(involvement, case))
    others = merged_into(fresh.person) if whole else ()
    people = lock_people(fresh.person_id, *(each.pk for each in others))
    fresh.person = people[fresh.person_id]
    fresh.is_hidden = HiddenFrom.is_true_of(fresh.person, by)
    if fresh.is_hidden and act != Act.WITHDRAW:
        raise OutOfScope
    if whose not in (None, fresh.whose):
        raise AnotherPerson(fresh.person, fresh)
    if fresh.version_told != seen:
        met = fresh if fresh.is_hidden else fresh.person
        raise StaleVersion(met, seen, part=fresh)
    return fresh


def meet_to_edit(
    by: User,
    involvement: Involvement,
    seen: int,
    whose: str | None,
    *,
    whole: bool = False,
) -> tuple[Involvement, Person]:
    """To change who somebody is, as `meet`; ValidationError if she was destroyed."""
    fresh = meet(by, involvement, seen, Act.EDIT_CASE, whose, whole=whole)
    if fresh.person.is_shredded:
        raise rows.shredded()
    return fresh, fresh.person


def tell(
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
    changes = {name: [*was, audit.HIDDEN] for name in sorted(changed)}
    act: dict[str, Any] = {"by": by, "verb": verb, "version": person.version}
    if verb in ELSEWHERE:
        known.record(person, case.pk, changes=changes, **act)
    else:
        told = known.named(verb, changes)
        audit.record(subject=person, case_id=case.pk, changes=told, **act)


def follow_facts(involvement: Involvement) -> None:
    """Facts tell of whom they count who it is, by a number."""
    if involvement.victim_id or involvement.suspect_id:
        facts.sync([involvement.case_id], Why.CORRECTION)


def told_to_victims(involvements: Iterable[Involvement], by: User) -> None:
    """Let the victims' rows say how their persons are recorded."""
    for involvement in involvements:
        tell_victim(involvement, by)


def tell_her_victims(involvement: Involvement, by: User) -> None:
    """Let her rows say it in every case that opens to whoever acts; in one that does
    not, hers says what it said until somebody acts on her there."""
    tell_victim(involvement, by)
    hers = Involvement.objects.visible_to(by).standing().exclude(victim=None)
    hers = hers.filter(person=involvement.person, case__withdrawn_at=None)
    others = hers.exclude(pk=involvement.pk).select_related("case", "victim")
    for other in others.order_by("case_id", "pk"):
        other.person = involvement.person
        tell_victim(other, by)


def tell_victim(involvement: Involvement, by: User) -> None:
    """The victim's row says how she is recorded, where there is one: but for one in a
    withdrawn case, which stays as it was."""
    victim, recording = involvement.victim, involvement.person.recording
    if involvement.is_withdrawn:
        recording = Recording.UNKNOWN
    if victim is None or involvement.case.is_withdrawn:
        return
    if victim.recording != recording:
        victim = rows.locked(victim, involvement.case)
        changes = {"recording": [victim.recording, recording.value]}
        # Not `put`: the rest of an old row may be wrong by today's rules.
        victim.recording = recording.value
        rows.save_changed(victim, "recording")
        rows.note(victim, by=by, verb="edited_victim", changes=changes)
