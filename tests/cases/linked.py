"""Somebody in a case of sari's whom others know too, and where that is told."""

from agencies import clock
from agencies.models import AuditEvent
from cases import actions, sight, timeline
from cases.choices import RestrictReason, SightReason, WithdrawReason
from cases.models import Case, Involvement
from cases.person_choices import Part
from tests.cases.alike import fresh
from tests.cases.examples import DAY, WOMAN, a_case, assign
from tests.cases.walled import eyes_of
from tests.people import person

DENPASAR = "51.71.01"


def case_of_citra() -> Case:
    return a_case(person("citra"), region=DENPASAR, victims=(WOMAN,))


def known_to_citra(part: Involvement, as_what: Part = Part.WITNESS) -> Involvement:
    """The same person, known in a case of Denpasar."""
    return Involvement.objects.create(
        case=case_of_citra(),
        person=part.person,
        part=as_what,
        created_by=person("citra"),
    )


def in_danger(part: Involvement) -> None:
    """Citra opens the case for some hours."""
    case = Case.objects.get(pk=part.case_id)
    known = {"number": case.register_no, "day": DAY, "reason": SightReason.MISSING}
    actions.break_glass(by=person("citra"), **known)


def through_budi(part: Involvement, as_what: Part = Part.WITNESS) -> Involvement:
    """Linked by budi to a case of his while he worked on hers: he does so no more."""
    work = assign(Case.objects.get(pk=part.case_id), "budi")
    budi = person("budi")
    his = a_case(budi, victims=(WOMAN,))
    as_whom = {"victim": his.victims.get()} if as_what == Part.VICTIM else {}
    linked = actions.link_person(part.person, his, as_what, by=budi, **as_whom)
    actions.end_work(work, by=person("rini"))
    return linked


def restricted(part: Involvement, by: str = "sari") -> Involvement:
    case, reason = Case.objects.get(pk=part.case_id), RestrictReason.by_hand()[0]
    actions.restrict_case(case, by=person(by), reason=reason)
    return fresh(part)


def taken_back(part: Involvement, by: str = "sari") -> Involvement:
    wrong, version = WithdrawReason.WRONG_CASE, fresh(part).version_told
    with eyes_of(by):
        actions.unlink_person(part, by=person(by), reason=wrong, seen=version)
    return fresh(part)


def withdrawn(case: Case, by: str = "sari") -> None:
    found = Case.objects.get(pk=case.pk)
    more = {"reason": WithdrawReason.TEST, "seen": found.version}
    actions.withdraw_case(found, by=person(by), **more)


def events(verb: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb=verb).order_by("at", "case_id"))


def words_for(who: str, case: Case) -> dict[str, str]:
    seen = sight.of(person(who), case)
    told, _more = timeline.entries(case, seen, clock.WIB)
    return {entry["words"]: entry["detail"] for entry in told}
