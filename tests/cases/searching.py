"""Questions of "Cari orang", as the page and a program ask them."""

import json

from agencies import eyes
from cases import search
from cases.models import Involvement
from cases.person_choices import Part
from cases.search import Asked, search_names
from tests.cases.examples import PIMP, WOMAN, a_case
from tests.cases.involved import words_of
from tests.cases.somebody import recorded
from tests.people import browser_of, person

PAGE, API = "/search/", "/api/v1/name-searches/"
NAME = "Soetjipto Djoemadi"
AS_STORED = {"name": "Sucipto Jumadi", "nik": "6471035704090001"}


def a_victim(by: str, fields=AS_STORED, part=Part.VICTIM) -> Involvement:
    case = a_case(person(by), victims=(WOMAN,), suspects=(PIMP,))
    victim = case.victims.get() if part == Part.VICTIM else None
    return recorded(case, by, part, fields, victim=victim)


def ask(username: str, text: str = NAME, **known) -> search.Answer:
    """As a request would: through her own eyes."""
    user = person(username)
    with eyes.looking(user.hat.scope_keys):
        return search_names(Asked(text, **known), by=user)


def told(answer: search.Answer) -> list[tuple[str, str]]:
    return [(each.office.code, each.part) for each in answer.elsewhere]


def on_page(username: str, text: str = NAME, status: int = 200) -> str:
    answer = browser_of(username).post(PAGE, {"name": text})
    assert answer.status_code == status
    return words_of(answer)


def by_program(username: str, text: str = NAME, status: int = 200) -> dict:
    body = json.dumps({"name": text})
    answer = browser_of(username).post(API, body, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()
