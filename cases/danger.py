"""Break-glass: how a case in danger was opened, by whom, and who looks at it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import product

from agencies import clock, eyes
from agencies.accounts.command import supervised, supervised_above
from agencies.models import Agency, AuditEvent, PersonalKey, User
from cases.choices import BROKE_GLASS, Verdict
from cases.models import Case, CaseKey, IsRestricted

SHOWN = 50


def reviewers_of(lead: Agency, *, by: User) -> list[int]:
    """The offices whose supervisors are told: the lead agency's and one level up.

    Nobody's own office looks at what she opened: then it is the next ones above. Where
    nobody supervises, the offices themselves, for whoever will.
    """
    told = supervised_above(lead, besides=by)[:2]
    others = [pk for pk in reversed(lead.ancestors) if pk != by.hat.agency_id]
    return told or others[:1]


def next_above(key: CaseKey, *, by: User) -> list[int]:
    """Who looks next when the reviewer's office finds it not justified; or nobody. Not
    the office for which she opened it."""
    office = Agency.objects.get(pk=by.hat.agency_id)
    own = {office.pk, key.key.agency_id}
    above = [pk for pk in office.ancestors if pk not in own]
    return supervised(above, besides=key.created_by)[:1]


def open_until(case: Case, user: User) -> datetime | None:
    """When the case that she has open in danger shuts to her; None if she has not."""
    if not user.hat.personal_keys:
        return None
    mine = case.keys.broken().filter(
        key__user=user, key__ended_at=None, key__ends_at__gt=clock.now()
    )
    return mine.order_by("-key__ends_at").values_list("key__ends_at", flat=True).first()


def has_open(case_id: int, user: User) -> bool:
    """Does she hold it open in danger, under whatever hat?"""
    held = PersonalKey.objects.live_at(clock.now()).filter(user=user)
    keys = list(held.order_by("pk"))
    with eyes.looking([key.scope_key for key in keys]):
        return CaseKey.objects.broken().filter(case_id=case_id, key__in=keys).exists()


def was_unjustified(case_id: int, user: User) -> bool:
    """Has anybody found so? Events tell it when her key is gone."""
    of_case = AuditEvent.objects.filter(case_id=case_id)
    hers = of_case.filter(by=user, verb=BROKE_GLASS).values("subject_id")
    said = of_case.filter(verb="reviewed_key", subject_id__in=hers)
    return said.filter(changes__verdict__1=Verdict.UNJUSTIFIED).exists()


def opened_with(keys: Iterable[CaseKey]) -> dict[int, list[AuditEvent]]:
    """By the key's id: what she did with the case while she had it, in order."""
    keys = list(keys)
    events = (
        AuditEvent.objects.filter(
            case_id__in=[key.case_id for key in keys],
            by_id__in=[key.created_by_id for key in keys],
            at__gte=min((key.key.opened_at for key in keys), default=clock.now()),
        )
        .annotate(is_beyond=IsRestricted("case_id"))
        .select_related("post")
        .order_by("at", "id")
    )
    found = {key.pk: [] for key in keys}
    for event, key in product(events, keys):
        if _is_of(event, key):
            found[key.pk].append(event)
    return {pk: seen[:SHOWN] for pk, seen in found.items()}


def _is_of(event: AuditEvent, key: CaseKey) -> bool:
    held = key.key
    is_hers = (event.case_id, event.by_id) == (key.case_id, held.user_id)
    return is_hers and held.opened_at <= event.at <= (held.ended_at or held.ends_at)
