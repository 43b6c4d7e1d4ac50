"""A dozen invented cases for the demo, written by the actions at the time they tell of.

Nobody in them exists. Days are counted back from today, so that the demo stays fresh.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from agencies import clock
from agencies.models import IdempotencyKey, Region, User
from cases import actions
from cases.choices import AgeGroup, LegalStatus, LpModel, Sex, Stage
from cases.models import Case

ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
GIRL = {"sex": Sex.FEMALE, "age_group": AgeGroup.CHILD}
BOY = {"sex": Sex.MALE, "age_group": AgeGroup.CHILD}
WOMAN = {"sex": Sex.FEMALE, "age_group": AgeGroup.ADULT}
MAN = {"sex": Sex.MALE, "age_group": AgeGroup.ADULT}
UNKNOWN = {"sex": Sex.NOT_RECORDED, "age_group": AgeGroup.NOT_RECORDED}


@dataclass(frozen=True)
class Story:
    """One case: who logs it, how many days ago, and what happened to it since."""

    by: str
    days_ago: int
    region: str
    modus: str
    known_via: str
    victims: list[dict]
    sentence: str
    more: dict[str, Any] = field(default_factory=dict)
    suspects: list[dict] = field(default_factory=list)
    lp: str = ""
    stages: tuple[tuple[Stage, int], ...] = ()


def suspect(role: str, sex: str = Sex.MALE, age: int = 31) -> dict:
    return {
        "sex": sex,
        "age": age,
        "age_group": AgeGroup.ADULT,
        "roles": [role],
        "legal_status": LegalStatus.SUSPECT,
    }


TO_INVESTIGATION = (
    (Stage.PRE_INVESTIGATION, 1),
    (Stage.INVESTIGATION, 4),
    (Stage.SPDP_SENT, 6),
    (Stage.SUSPECT_NAMED, 9),
)
TO_P21 = (*TO_INVESTIGATION, (Stage.FILE_STAGE_1, 30), (Stage.FILE_P21, 44))

STORIES = (
    Story(
        by="sari",
        days_ago=243,
        region="64.71.03",
        modus="selling_partner",
        known_via="walk_in",
        victims=[{**WOMAN, "age": 22}],
        sentence="Korban ditawarkan oleh pasangannya melalui aplikasi percakapan.",
        more={
            "platforms": ["michat", "whatsapp"],
            "acts": ["recruitment", "receipt"],
            "means": ["abuse_of_vulnerability"],
            "exploitation": ["prostitution"],
            "push_factors": ["poverty"],
        },
        suspects=[suspect("pimp", age=26)],
        lp="POLRESTA BALIKPAPAN/POLDA KALTIM",
        stages=TO_P21,
    ),
    Story(
        by="sari",
        days_ago=127,
        region="64.71.01",
        modus="pimping_online",
        known_via="hotline_110",
        victims=[{**GIRL, "age": 15}],
        sentence="Seorang anak ditawarkan melalui aplikasi di sebuah penginapan.",
        more={
            "platforms": ["michat", "whatsapp"],
            "acts": ["recruitment", "harbouring"],
            "means": ["abuse_of_vulnerability"],
            "exploitation": ["prostitution"],
            "push_factors": ["school_dropout", "weak_family_protection"],
            "pull_factors": ["demand_sex"],
        },
        suspects=[suspect("pimp"), suspect("recruiter", Sex.FEMALE, 24)],
        lp="POLRESTA BALIKPAPAN/POLDA KALTIM",
        stages=TO_INVESTIGATION,
    ),
    Story(
        by="budi",
        days_ago=9,
        region="64.71.02",
        modus="fake_job_domestic",
        known_via="sapa_129",
        victims=[WOMAN, WOMAN],
        sentence="Dua perempuan dijanjikan kerja di rumah makan, gaji ditahan.",
        more={"acts": ["recruitment"], "means": ["deception"]},
    ),
    Story(
        by="budi",
        days_ago=2,
        region="64.71.05",
        modus="love_scam_grooming",
        known_via="outreach",
        victims=[GIRL],
        sentence="Anak dibujuk lewat media sosial untuk pergi ke luar kota.",
        more={"platforms": ["instagram"]},
    ),
    Story(
        by="dewi",
        days_ago=61,
        region="64.72.01",
        modus="fake_job_online_admin",
        known_via="mission_abroad",
        victims=[MAN, MAN, WOMAN],
        sentence="Tiga orang direkrut sebagai admin daring, paspor ditahan.",
        more={
            "platforms": ["facebook", "telegram"],
            "acts": ["recruitment", "sending"],
            "means": ["deception"],
            "exploitation": ["scam_compound"],
        },
        suspects=[suspect("recruiter"), suspect("sender", age=40)],
        lp="POLDA KALTIM",
        stages=TO_INVESTIGATION,
    ),
    Story(
        by="dewi",
        days_ago=20,
        region="64.02",
        modus="pimping_offline",
        known_via="police_finding",
        victims=[WOMAN, UNKNOWN],
        sentence="Temuan patroli di sebuah kafe, dua orang diduga dieksploitasi.",
        lp="POLDA KALTIM",
        stages=((Stage.PRE_INVESTIGATION, 2),),
    ),
    Story(
        by="wati",
        days_ago=34,
        region="64.71.04",
        modus="family_selling",
        known_via="referral",
        victims=[GIRL, BOY],
        sentence="Dua bersaudara dirujuk sekolah karena dipaksa bekerja malam.",
        more={"exploitation": ["child_labour"]},
    ),
    Story(
        by="dina",
        days_ago=15,
        region="64.71.06",
        modus="debt_bondage",
        known_via="third_party",
        victims=[WOMAN],
        sentence="Perempuan dewasa bekerja tanpa upah untuk melunasi utang.",
        more={"means": ["debt_bondage"]},
    ),
    Story(
        by="nur",
        days_ago=48,
        region="65.03.02",
        modus="non_procedural_pmi",
        known_via="outreach",
        victims=[MAN] * 4 + [WOMAN] * 2 + [BOY],
        sentence="Tujuh orang hendak diberangkatkan ke Sabah tanpa dokumen.",
        more={
            "acts": ["transportation", "harbouring"],
            "means": ["deception"],
            "exploitation": ["plantation"],
            "push_factors": ["unemployment"],
            "pull_factors": ["labour_demand_abroad"],
        },
    ),
    Story(
        by="nur",
        days_ago=5,
        region="65.03.08",
        modus="fake_job_overseas",
        known_via="kp2mi_hotline",
        victims=[WOMAN] * 3,
        sentence="Tiga perempuan ditampung di rumah calo sebelum menyeberang.",
    ),
    Story(
        by="citra",
        days_ago=75,
        region="51.71.01",
        modus="pimping_online",
        known_via="hotline_110",
        victims=[WOMAN, WOMAN],
        sentence="Dua perempuan ditawarkan lewat aplikasi di sebuah vila.",
        more={"platforms": ["telegram"]},
        suspects=[suspect("pimp", Sex.FEMALE, 38)],
        lp="POLRESTA DENPASAR/POLDA BALI",
        stages=TO_INVESTIGATION,
    ),
    Story(
        by="citra",
        days_ago=12,
        region="51.71.03",
        modus="illegal_adoption",
        known_via="media",
        victims=[{**BOY, "age": 0}],
        sentence="Bayi ditawarkan untuk adopsi tidak sah di media sosial.",
        more={"platforms": ["facebook"]},
    ),
)


def load() -> int:
    """Write what is missing of the dozen; returns how many cases that was.

    Each story is told whole or not at all, so that a load cut short can go on.
    """
    keys = IdempotencyKey.objects.filter(key__startswith="demo-")
    told = set(keys.values_list("user__username", "key"))
    missing = [
        (story, number)
        for number, story in enumerate(STORIES, start=1)
        if (story.by, f"demo-{number}") not in told
    ]
    for story, number in missing:
        with transaction.atomic():
            tell(story, number)
    return len(missing)


def tell(story: Story, number: int) -> Case:
    """Log one story at its own day and record what happened to it since."""
    start = clock.now() - datetime.timedelta(days=story.days_ago)
    with clock.set_to(start):
        case = _log(story, number)
    for stage, days in story.stages:
        with clock.set_to(start + datetime.timedelta(days=days)):
            case.refresh_from_db()
            actions.record_stage(
                case,
                by=_person(story.by),
                stage=stage,
                on=clock.today(),
                seen=case.version,
            )
    return case


def _log(story: Story, number: int) -> Case:
    today = clock.today()
    reports = []
    if story.lp:
        month = ROMAN[today.month - 1]
        reports.append(
            {
                "number": f"LP/B/{100 + number}/{month}/{today.year}/SPKT/{story.lp}",
                "model": LpModel.B,
                "dated_on": today,
            }
        )
    return actions.log_case(
        by=_person(story.by),
        fields={
            "happened_on": today - datetime.timedelta(days=1),
            "reported_on": today,
            "region": Region.objects.get(code=story.region),
            "modus": story.modus,
            "known_via": story.known_via,
            **story.more,
        },
        victims=story.victims,
        suspects=story.suspects,
        police_reports=reports,
        narrative=story.sentence,
        key=f"demo-{number}",
    )


def _person(username: str) -> User:
    """Asked anew each time: which hat she wears depends on the day."""
    return User.objects.get(username=username)
