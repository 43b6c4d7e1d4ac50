"""What stands in the register while its pages are looked at."""

from collections.abc import Iterator
from contextlib import contextmanager

from agencies import clock
from agencies.lookup import codes
from agencies.models import Agency, Region
from agencies.sections import Section
from cases import actions, duplicates
from cases.choices import SightReason, Work
from cases.models import Case
from cases.particulars import Birth
from cases.person_choices import Part, ReporterKind, RevealReason, Sameness
from reports import actions as report_actions
from reports import areas, tasks
from reports.periods import month_of
from tests.cases.alike import merged, victim_of
from tests.cases.asking import ask, from_denpasar
from tests.cases.examples import PIMP, a_case
from tests.cases.exported import an_export
from tests.cases.names.served import served
from tests.cases.somebody import FIELDS
from tests.people import person


def first(code_list: str) -> str:
    """Any code of a list."""
    return codes.choices(code_list)[0][0]


@contextmanager
def standing() -> Iterator[dict[str, str]]:
    """Public ids of a case of `sari` and of what stands on it; names are searched."""
    today = clock.today()  # midnight may pass meanwhile
    case = actions.log_case(
        by=person("sari"),
        fields={
            "happened_on": today,
            "reported_on": today,
            "region": Region.objects.get(code="64.71"),
            "known_via": first("complaint_channel"),
            "modus": first("modus_operandi"),
            "platforms": [first("digital_platform")],
        },
        victims=[{"sex": "female", "age_group": "child"}],
        suspects=[
            {"sex": "male", "age_group": "adult", "roles": [first("suspect_role")]}
        ],
        police_reports=[
            {
                "number": "LP/B/214/VII/2025/SPKT/POLRESTA BALIKPAPAN/POLDA KALTIM",
                "model": "B",
                "dated_on": today,
            }
        ],
        narrative="Korban ditawarkan melalui aplikasi di sebuah hotel.",
    )
    month = month_of(today)
    edition = report_actions.compile_edition(areas.area("64.71"), month, by=None)
    job = tasks.ask_to_compile(areas.area("64.71"), month, by=person("dewi"))
    export = an_export(person("sari"), "victims")
    place = actions.add_place(case, {"country": "MY"}, by=person("sari"))
    actions.break_glass(
        number=Case.objects.get(pk=case.pk).register_no,
        day=today,
        reason=SightReason.MISSING,
        by=person("citra"),
    )
    ids = _people_of(case) | _alike(case) | _identities_of(case) | _asked_for()
    ids |= {
        "person": str(person("budi").public_id),
        "export": str(export.public_id),
        "edition": str(edition.public_id),
        "job": str(job.public_id),
        "place": str(place.public_id),
        "stage": str(case.stage_entries.in_order().last().public_id),
        "case": str(case.public_id),
        "victim": str(case.victims.get().public_id),
        "suspect": str(case.suspects.get().public_id),
        "police_report": str(case.police_reports.get().public_id),
    }
    with served():
        yield ids


def _alike(case: Case) -> dict[str, str]:
    """Two records that may be of one person, of whom everything is recorded."""
    names, by = {"one": "Melati", "other": "Melaty"}, person("sari")
    parts = {
        word: actions.add_person(case, Part.WITNESS, FIELDS | {"name": name}, by=by)
        for word, name in names.items()
    }
    said = {"by": by, "features": {}}
    two = (part.person for part in parts.values())
    actions.decide_duplicate(*two, Sameness.SAME, **said)
    kept, other = (victim_of("sari", {"name": "Sekar"}) for _n in range(2))
    merged(kept, other)
    parts |= {"kept": kept, "merged": other}
    return {
        word: str(duplicates.told_as(part.person, by)) for word, part in parts.items()
    }


def _asked_for() -> dict[str, str]:
    """Denpasar asks for somebody whom wati knows."""
    nik = "6471035704097777"
    victim_of("wati", {"name": "Sekar", "nik": nik})
    (hit,) = ask(from_denpasar(), nik)
    return {"hit": str(hit.public_id)}


def _people_of(case: Case) -> dict[str, str]:
    """Somebody assigned, an office asked in; and a case that is closed to command."""
    worker = actions.assign_worker(
        case,
        user=person("budi"),
        work=Work.INVESTIGATOR,
        letter_number="Sprin/417/XI/2025",
        starts_on=clock.today(),
        by=person("rini"),
    )
    referral = actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
        purpose="shelter",
        sections=Section.VICTIM_IDENTITY,
        by=person("sari"),
    )
    closed = a_case(person("sari"), suspects=(PIMP | {"public_office": "police"},))
    return {
        "worker": str(worker.public_id),
        "referral": str(referral.public_id),
        "purpose": "shelter",
        "closed": str(closed.public_id),
    }


def _identities_of(case: Case) -> dict[str, str]:
    """A victim with a name, somebody who declines, who reported; and a case of the UPTD
    in which somebody is housed."""
    sari, wati = person("sari"), person("wati")
    known = {
        "name": "Sekar Arum",
        "nik": "6471035704090001",
        "phones": ["081276543210"],
    }
    known |= {"birth": Birth.about(2009), "languages": ["Bugis"]}
    victim = actions.add_person(
        case, Part.VICTIM, known, by=sari, victim=case.victims.get()
    )
    declined = actions.add_person(case, Part.WITNESS, {}, by=sari)
    actions.declare_declined(declined, by=sari, seen=1)
    reporter = actions.add_reporter(
        case, ReporterKind.CONFIDENTIAL, {"name": "Bagus Setia"}, by=sari
    )
    opening = actions.ask_reveal_reporter(
        reporter, by=sari, reason=RevealReason.CONTACT
    )
    housed = a_case(wati)
    shelter = actions.add_shelter(housed.victims.get(), "Jalan Contoh 7", by=wati)
    return {
        "part": "guardian",
        "accused": "suspect",
        "involvement": str(victim.public_id),
        "declined": str(declined.public_id),
        "reporter": str(reporter.public_id),
        "opening": str(opening.public_id),
        "housed": str(housed.public_id),
        "shelter": str(shelter.public_id),
    }
