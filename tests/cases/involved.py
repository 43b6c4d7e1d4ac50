"""A case with its people and offices, and the doors to them in a browser."""

import re
from datetime import UTC, date, datetime
from html import unescape

from django.test import Client
from django.urls import reverse

from agencies import clock
from agencies.models import Agency
from agencies.sections import Section
from cases import actions
from cases.choices import Work
from cases.models import Case, Referral
from tests.cases.examples import LP, PIMP, a_case
from tests.people import browser_of, person

S = Section
OFFICER = PIMP | {"public_office": "police"}
# A Sunday, ten in the morning in Jakarta.
MORNING = datetime(2026, 11, 22, 3, tzinfo=UTC)
WHOLE = S.VICTIM_IDENTITY | S.SHELTER | S.CARE


def a_traced_case() -> Case:
    """With a suspect, a police report and a sentence, of sari's office."""
    return a_case(
        person("sari"),
        suspects=(PIMP,),
        police_reports=(LP,),
        narrative="Diajak kerja.",
    )


def a_closed_case() -> Case:
    """Against an officer: sari alone reads it."""
    return a_case(person("sari"), suspects=(OFFICER,))


def at(route: str, case: Case, *more) -> str:
    return reverse(route, args=[case.public_id, *more])


def words_of(response) -> str:
    """The words of the page, without its frame."""
    main = response.content.decode().split('<main id="isi"')[-1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def read(who: str, address: str, status: int = 200) -> str:
    response = browser_of(who).get(address)
    assert response.status_code == status, response.status_code
    return words_of(response)


def send(who: str | Client, address: str, typed: dict, status: int = 302) -> str:
    client = browser_of(who) if isinstance(who, str) else who
    response = client.post(address, typed)
    assert response.status_code == status, words_of(response)
    return response.headers.get("Location", "") or words_of(response)


def day(name: str, on) -> dict[str, int]:
    parts = (("day", on.day), ("month", on.month), ("year", on.year))
    return {f"{name}_{part}": value for part, value in parts}


def order_for(username: str) -> dict:
    """What the form of an assignment takes."""
    return {
        "user": person(username).public_id,
        "work": Work.INVESTIGATOR.value,
        "letter_number": "Sprin/417/XI/2025",
        **day("starts_on", clock.today()),
    }


def asked(
    case: Case,
    sections: Section = WHOLE,
    ends_on: date | None = None,
    by: str = "sari",
) -> Referral:
    return actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
        purpose="shelter",
        sections=sections,
        ends_on=ends_on,
        by=person(by),
    )


def taken(case: Case, sections: Section = WHOLE) -> Referral:
    """Accepted by wati, who takes the case herself."""
    return actions.accept_referral(
        asked(case, sections),
        by=person("wati"),
        work=Work.CASE_MANAGER,
        letter_number="ST/7",
    )
