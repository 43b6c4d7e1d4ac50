"""Somebody declines to be recorded, or agrees to it after all."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import audit
from agencies.models import User
from cases.actions import known, parts, rows
from cases.models import Involvement, Person
from cases.models.elsewhere import is_accused, lock_cases_of
from cases.models.merge import merged_into
from cases.models.person import new_client_code
from cases.person_choices import Part, PersonKind


def declare_declined(
    involvement: Involvement, *, by: User, seen: int, whose: str | None = None
) -> Person:
    """She does not want to be recorded: a client code stands for her, what was recorded
    is forgotten, and nothing finds or matches her any more. PermissionDenied unless
    every standing part of hers is written by whoever acts."""
    with transaction.atomic():
        # What victims' rows say changes in all of her cases.
        lock_cases_of(involvement.person_id)
        involvement, person = parts.meet_to_edit(
            by, involvement, seen, whose, whole=True
        )
        _require_may_decline(involvement, by)
        if person.client_code:
            return person
        forgotten = list(person.recorded)
        person.forget()
        person.client_code = new_client_code()
        rows.save_changed(person, "sealed", "recorded", "client_code")
        person.unfind()
        case = involvement.case
        was = [audit.HIDDEN]
        verb: str = "declined_recording"
        parts.tell(person, case, by, forgotten, was, verb=verb)
        for other in merged_into(person):
            other.forget()
            other.unfind()
            rows.save_changed(other, "sealed", "recorded")
            parts.tell(other, case, by, (), was, verb=verb)
        parts.tell_her_victims(involvement, by)
    return person


def declare_agreed(
    involvement: Involvement, *, by: User, seen: int, whose: str | None = None
) -> Person:
    """She lets herself be recorded after all: nothing is known of her yet. It takes
    what her declining took: PermissionDenied."""
    with transaction.atomic():
        lock_cases_of(involvement.person_id)
        involvement, person = parts.meet_to_edit(by, involvement, seen, whose)
        known.require_all_hers(by, person)
        if not person.client_code:
            return person
        person.client_code = None
        rows.save_changed(person, "client_code")
        verb: str = "agreed_to_recording"
        parts.tell(person, involvement.case, by, (), [None], verb=verb)
        parts.tell_her_victims(involvement, by)
    return person


def _require_may_decline(involvement: Involvement, by: User) -> None:
    """Of a suspect's part nobody asks whose the others are; and of one that is not hers
    to write she is told no more than of any other part."""
    person = involvement.person
    if involvement.part != Part.SUSPECT:
        known.require_all_hers(by, person)
    accused = known.standing_of(by, person, Part.SUSPECT)
    if person.kind != PersonKind.NATURAL or accused:
        raise ValidationError(_("Terlapor tidak dapat menolak dicatat."))
    if is_accused(person.pk):
        raise PermissionDenied(known.NOT_HERS)
