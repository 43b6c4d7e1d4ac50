"""Where a victim is housed: sealed from the first, read for a reason each time."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies import audit, clock
from agencies.access import Act
from agencies.models import User
from agencies.sections import Section
from cases import sight
from cases.actions import rows
from cases.actions.reveal import known_reason, standing_now
from cases.choices import WithdrawReason
from cases.models import Case, Shelter, Victim
from cases.person_choices import RevealReason

LONGEST_ADDRESS = 500


def add_shelter(victim: Victim, address: str, *, by: User, key: str = "") -> Shelter:
    """Record where a victim is housed."""
    with transaction.atomic():
        case = _lock(by, victim.case_id)
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
        case = _lock(by, shelter.case_id)
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


def read_shelter(shelter: Shelter, *, by: User, reason: RevealReason) -> str:
    """The address, for who sees that section of the case; a reason each time."""
    with transaction.atomic():
        seen = sight.of(by, shelter.case)
        shelter = standing_now(shelter, seen)
        if not seen.sees(Section.SHELTER):
            raise PermissionDenied(
                _("Rumah aman hanya dibuka bagi petugas yang ditugaskan.")
            )
        given = known_reason(reason)
        if shelter.sealed is None:  # none is without an address but one destroyed
            raise rows.shredded()
        with rows.unless_shredded():
            address = shelter.unseal()
        audit.record(
            by=by,
            verb="read_shelter",
            subject=shelter,
            case_id=seen.case_id,
            reason=given,
        )
    return address


def _lock(by: User, case_id: int) -> Case:
    section = Shelter.written_in
    return rows.standing(rows.lock_case(by, case_id, Act.EDIT_CASE, section))


def _address(text: str) -> str:
    address = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    if not address:
        raise ValidationError({"address": _("Tulis alamatnya.")})
    if len(address) > LONGEST_ADDRESS:
        refusal = _("Paling banyak %(most)d karakter.") % {"most": LONGEST_ADDRESS}
        raise ValidationError({"address": refusal})
    return address
