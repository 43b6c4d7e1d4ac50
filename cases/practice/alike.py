"""Invented people in whom more than one office of the demo is interested: somebody of
another unit under an old spelling, two pairs who may be one, and a question whether
anybody knows her. By the actions themselves, in cases where `people` named nobody.
"""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from agencies import clock
from agencies.accounts.authentication import acting_user
from agencies.models import User
from cases import actions
from cases.choices import AgeGroup, Sex, Whereabouts
from cases.models import Case, Involvement, Victim
from cases.particulars import Birth, Residence
from cases.person_choices import IdentifierKind, MergeReason, Part, Sameness

# Another unit of the Polresta of `sari`, and how it writes whom she may look for.
UNIT, SPELT = "POLRESTA-BPP-KSKP", "Soekarsih Poespita Contoh"
HOME = Residence("64.71", "", "")
# Whoever knows both would say that the first two are one; the others turned out to be.
ALIKE = ("Siti Nurjanah Wulandari Contoh", "Siti Noer Djanah Woelandari Contoh")
TWICE = ("Rahmawati Puspasari Contoh", "Rachmawati Poespasari Contoh")
KNOWN, ASKED = "Kartini Ramadhani Contoh", "081200007421"
AFTER = timedelta(hours=4)


def record(until: date) -> None:
    """All of it before the day `until`, each in cases that stand. As the owner."""
    _in_another_unit(until)
    women = _women_of("sari", until)
    for names, is_one in ((TWICE, True), (ALIKE, False)):
        if pair := _same_age(women):
            _record_both(pair, names, is_one=is_one, until=until)
    _asked_for(until)


def _in_another_unit(until: date) -> None:
    found = _victims(until).filter(case__lead_agency__code=UNIT, sex=Sex.FEMALE)
    if victim := found.first():
        _record(victim, {"name": SPELT, "residence": HOME})


def _record_both(
    pair: list[Victim], names: tuple[str, str], *, is_one: bool, until: date
) -> None:
    birth = Birth.about(_born(pair[0]))
    known = {"birth": birth, "residence": HOME}
    parts = [
        _record(victim, known | {"name": name})
        for victim, name in zip(pair, names, strict=True)
    ]
    if is_one:
        _merge([part.person for part in parts], until)


def _merge(persons: list, until: date) -> None:
    """`sari` finds that the two are one, and joins them."""
    with clock.set_to(_the_day_before(until)):
        by = _acting("sari")
        actions.decide_duplicate(*persons, Sameness.SAME, by=by, features={})
        seen = (persons[0].version, persons[1].version)
        reason = MergeReason.CONFIRMED
        actions.merge_persons(*persons, by=by, reason=reason, seen=seen)


def _asked_for(until: date) -> None:
    """`nur` asks by a number that `wati` has written down: hers to decide."""
    asking = _open(until).filter(created_by__username="nur").order_by("-pk").first()
    known = _known_to("wati", until)
    if not (asking and known):
        return
    with clock.set_to(_the_day_before(until)):
        actions.ask_match(asking, IdentifierKind.PHONE, ASKED, by=_acting("nur"))
        actions.resolve_matches(by=None)


def _known_to(username: str, until: date) -> Involvement | None:
    """Somebody with that number, whom nobody houses: other offices may be told."""
    housed = Victim.objects.standing().filter(whereabouts=Whereabouts.SHELTER)
    free = _victims(until).exclude(case__in=housed.values("case"))
    free = free.filter(case__created_by__username=username, case__shelters=None)
    victim = free.filter(sex=Sex.FEMALE).first()
    fields = {"name": KNOWN, "phones": [ASKED]}
    return _record(victim, fields) if victim else None


# -- Of whom ---------------------------------------------------------------------------


def _open(until: date):
    """The cases that stand open, from some hours before that day."""
    earlier = clock.midnight(until) - AFTER
    cases = Case.objects.standing().filter(is_restricted=False)
    return cases.filter(created_at__lt=earlier)


def _victims(until: date):
    """Of whom nobody has said who they are, the newest first."""
    found = Victim.objects.standing().filter(case__in=_open(until), involvements=None)
    return found.select_related("case__created_by").order_by("-pk")


def _women_of(username: str, until: date) -> list[Victim]:
    found = _victims(until).filter(sex=Sex.FEMALE)
    return sorted(found.filter(case__created_by__username=username), key=_born)


def _same_age(women: list[Victim]) -> list[Victim]:
    """The two of different cases who are nearest in age, taken out; or nobody."""
    pairs = [
        [one, other] for one, other in pairwise(women) if one.case_id != other.case_id
    ]
    pair = min(pairs, key=lambda two: _born(two[1]) - _born(two[0]), default=[])
    for victim in pair:
        women.remove(victim)
    return pair


def _born(victim: Victim) -> int:
    estimated = 15 if victim.age_group == AgeGroup.CHILD else 24
    return victim.case.reported_on.year - (victim.age or estimated)


def _record(victim: Victim, fields: dict[str, Any]) -> Involvement:
    case = victim.case
    with clock.set_to(case.created_at + AFTER / 2):
        by = _acting(case.created_by.username)
        return actions.add_person(case, Part.VICTIM, fields, by=by, victim=victim)


def _acting(username: str) -> User:
    found = acting_user(user__username=username)
    if found is None:
        raise User.DoesNotExist(username)
    return found


def _the_day_before(until: date) -> datetime:
    return clock.midnight(until) - timedelta(hours=14)
