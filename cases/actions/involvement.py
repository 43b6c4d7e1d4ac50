"""Who takes part in another case too: link somebody who is known, take that back."""

from django.db import transaction

from agencies.access import Act, OutOfScope
from agencies.models import User
from cases.actions import known, parts, rows
from cases.choices import WithdrawReason
from cases.models import Case, Involvement, Person, Suspect, Victim
from cases.person_choices import Part


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
    she may write in, and not while a restricted one hides her. It opens nothing that
    was shut. PermissionDenied; OutOfScope for a person whom she does not see.
    """
    with transaction.atomic():
        case = parts.lock_for(by, case.pk, part)
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
        if made is new:
            known.tell_elsewhere(found, case.pk, by=by, verb="linked_person")
        parts.tell_victim(made, by)
        parts.follow_facts(made)
    return made


def unlink_person(
    involvement: Involvement,
    *,
    by: User,
    reason: WithdrawReason,
    seen: int,
    whose: str | None = None,
) -> Involvement:
    """Take a part back, from version `seen` of the person on: she stays, with her
    other parts. StaleVersion."""
    verb: str = "withdrew_involvement"
    with transaction.atomic():
        part = parts.meet(by, involvement, seen, Act.WITHDRAW, whose)
        taken = rows.withdraw(part, by=by, reason=reason, seen=part.version, verb=verb)
        known.tell_elsewhere(taken.person, taken.case_id, by=by, verb=verb)
        parts.tell_victim(taken, by)
    return taken


def relink_person(involvement: Involvement, *, by: User) -> Involvement:
    """Give a part back that was taken back, as `link_person` would make it; where she
    was recorded by that alone, while nobody wrote of her elsewhere. PermissionDenied.
    """
    verb: str = "restored_involvement"
    with transaction.atomic():
        case = parts.lock_for(by, involvement.case_id, involvement.part, Act.RESTORE)
        found = rows.locked(involvement, case)
        if found.is_withdrawn:
            parts.lock_people(found.person_id)
            known.require_to_give_back(by, found)
        given = rows.restore(found, by=by, verb=verb)
        rows.validate(given)  # whom she stands beside may have been merged into her
        known.tell_elsewhere(given.person, given.case_id, by=by, verb=verb)
        parts.tell_victim(given, by)
    return given
