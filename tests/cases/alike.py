"""Two records that may be of one person, in two cases of one officer."""

from cases import actions
from cases.models import Case, Involvement, Person, PersonMerge
from cases.person_choices import MergeReason, Part
from tests.cases.examples import WOMAN, a_case
from tests.cases.somebody import FIELDS
from tests.people import person

OTHER = {
    "name": "Melaty Kenarimutia",
    "nik": "6471035704090002",
    "phones": ["0813-1111-2222"],
}
WHY = MergeReason.PAPERS


def victim_of(by: str, fields: dict, **more) -> Involvement:
    """A victim with this identity in a new case of hers."""
    user = person(by)
    case = a_case(user, victims=(WOMAN,), **more)
    victim = case.victims.get()
    return actions.add_person(case, Part.VICTIM, fields, by=user, victim=victim)


def two(by: str = "sari") -> tuple[Involvement, Involvement]:
    return victim_of(by, FIELDS), victim_of(by, OTHER)


def merged(kept: Involvement, other: Involvement, by: str = "sari") -> PersonMerge:
    first, second = (fresh(part).person for part in (kept, other))
    seen = (first.version, second.version)
    return actions.merge_persons(first, second, by=person(by), reason=WHY, seen=seen)


def fresh(part: Involvement) -> Involvement:
    return Involvement.objects.select_related("person").get(pk=part.pk)


def found_by(kind: str, value: str) -> set[int]:
    return set(Person.objects.identified_by(kind, value).values_list("pk", flat=True))


def case_of(part: Involvement) -> Case:
    return Case.objects.get(pk=part.case_id)
