"""Cases for tests, made by the actions that officers use."""

from datetime import date
from typing import Any

from agencies.models import Region, User
from cases import actions
from cases.choices import AgeGroup, LegalStatus, LpModel, Sex, Work
from cases.models import Case, CaseWorker
from tests.people import person

DAY = date(2025, 11, 11)
BALIKPAPAN_SELATAN = "64.71.03"
LP_NUMBER = "LP/B/214/XI/2025/SPKT/POLRESTA BALIKPAPAN/POLDA KALTIM"
GIRL = {"sex": Sex.FEMALE, "age_group": AgeGroup.CHILD}
WOMAN = {"sex": Sex.FEMALE, "age_group": AgeGroup.ADULT}
MAN = {"sex": Sex.MALE, "age_group": AgeGroup.ADULT}
PIMP = {
    "sex": Sex.MALE,
    "age_group": AgeGroup.ADULT,
    "roles": ["pimp"],
    "legal_status": LegalStatus.SUSPECT,
}
LP = {"number": LP_NUMBER, "model": LpModel.B, "dated_on": date(2025, 11, 12)}


def assign(case: Case, username: str, **more) -> CaseWorker:
    """Let her colleague work on the case that somebody of their unit wrote."""
    return actions.assign_worker(
        case,
        user=person(username),
        work=Work.INVESTIGATOR,
        letter_number="Sprin/214/XI/2025",
        starts_on=case.reported_on,
        by=person("rini"),
        **more,
    )


def fields(*, region: str | None = BALIKPAPAN_SELATAN, **more: Any) -> dict[str, Any]:
    """What a quick report fills in, plus `more`; `region` is a code."""
    return {
        "happened_on": DAY,
        "reported_on": DAY,
        "region": Region.objects.get(code=region) if region else None,
        "modus": "pimping_online",
        "known_via": "hotline_110",
        **more,
    }


def a_case(
    by: User,
    *,
    victims: tuple = (GIRL,),
    suspects: tuple = (),
    police_reports: tuple = (),
    narrative: str = "",
    key: str = "",
    **more: Any,
) -> Case:
    """A case logged by `by` on 11 November 2025; `more` are fields of the case."""
    return actions.log_case(
        by=by,
        fields=fields(**more),
        victims=victims,
        suspects=suspects,
        police_reports=police_reports,
        narrative=narrative,
        key=key,
    )
