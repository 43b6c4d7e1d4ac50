"""The mask opens by a press, for a reason, one person at a time, and shuts again."""

from html import unescape

import pytest
from django.urls import get_resolver, reverse

from agencies.models import AuditEvent
from cases import actions
from cases.choices import OPENED, REVEALED
from cases.models import Case, Involvement
from cases.person_choices import Part
from tests.api.clients import program_of, told
from tests.cases.examples import PIMP, WOMAN, a_case, assign
from tests.cases.involved import at, words_of
from tests.cases.somebody import FIELDS, MELATI, VALUES
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

WHY = {"reason": "contact"}
EVERYTHING = WHY | {"fields_shown": list(FIELDS)}


@pytest.fixture
def case() -> Case:
    return a_case(person("sari"), victims=(WOMAN,), suspects=(PIMP,))


@pytest.fixture
def melati(case) -> Involvement:
    victim = case.victims.get()
    return actions.add_person(
        case, Part.VICTIM, FIELDS, by=person("sari"), victim=victim
    )


def address(melati: Involvement) -> str:
    return at("case_person_reveal", melati.case, melati.public_id)


def press(melati: Involvement, who: str = "sari", **typed):
    return browser_of(who).post(address(melati), typed or EVERYTHING)


def reveals() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb="revealed").order_by("at"))


def test_everything_that_was_asked_is_said_in_words_once(melati):
    answer = press(melati)
    text = words_of(answer)
    for value in VALUES:
        if value not in ("melkenari.bpp", "KT7654QX"):
            assert value in text
    for words in (
        "sekitar 2009",
        "Balikpapan Utara, Kota Balikpapan",
        "Jangan: Telepon",
    ):
        assert words in text
    again = browser_of("sari").get(at("case_person", melati.case, melati.public_id))
    assert MELATI.name not in again.content.decode()
    (event,) = reveals()
    assert sorted(event.changes) == sorted(FIELDS)


def test_what_was_not_asked_stays_shut(melati):
    text = words_of(press(melati, **WHY, fields_shown=["nik"]))
    assert MELATI.nik in text
    assert MELATI.name not in text


@pytest.mark.parametrize("field", ["phones", "accounts", "residence"])
def test_what_may_not_be_used_stands_above_what_reaches_her(melati, field):
    main = words_of(press(melati, **WHY, fields_shown=[field]))
    text = main.partition("Yang dibuka")[2]
    places = [text.find(each) for each in ("Jangan: Telepon", "pukul 13.07")]
    value = {
        "phones": MELATI.phones[0],
        "accounts": MELATI.accounts[0].value,
        "residence": "Gang Kenarisari 77",
    }[field]
    assert -1 < places[0] < places[1] < text.find(value)
    page = browser_of("sari").get(at("case_person", melati.case, melati.public_id))
    assert "selalu dibuka juga kontak aman" in words_of(page)


def test_no_cache_keeps_it_and_without_script_it_shuts_itself(melati):
    answer = press(melati)
    html = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    masked = at("case_person", melati.case, melati.public_id)
    wanted = (
        f'<noscript><meta http-equiv="refresh" content="60; url={masked}"></noscript>'
    )
    assert wanted in html
    assert "data-opened" in html


def test_asking_by_address_opens_nothing(melati):
    client = browser_of("sari")
    for query in ("", "?reason=contact&fields_shown=name"):
        answer = client.get(address(melati) + query)
        assert answer.status_code == 302
        assert answer.url == at("case_person", melati.case, melati.public_id)
    assert reveals() == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"fields_shown": ["name"]}, "Pilih alasan"),
        ({"reason": "curious", "fields_shown": ["name"]}, "Pilih alasan"),
        (WHY, "Centang sedikitnya satu"),
        (WHY | {"fields_shown": ["sealed"]}, "sealed"),
    ],
)
def test_without_a_reason_or_a_field_nothing_opens(melati, typed, words):
    answer = press(melati, **typed)
    assert words in words_of(answer)
    assert MELATI.name not in answer.content.decode()
    assert reveals() == []


def test_who_is_assigned_finds_her_reason_again_in_the_session(melati):
    client, page = browser_of("sari"), at("case_person", melati.case, melati.public_id)
    chosen = 'value="contact" required id="id_reason_1" checked'
    assert chosen not in client.get(page).content.decode()
    client.post(address(melati), WHY | {"fields_shown": ["name"]})
    assert chosen in client.get(page).content.decode()
    chief = browser_of("rini")
    chief.post(address(melati), WHY | {"fields_shown": ["name"]})
    assert chosen not in chief.get(page).content.decode()


@pytest.mark.parametrize("who", ["budi", "dewi", "citra", "seto", "ani"])
def test_who_does_not_know_her_opens_nothing(melati, who):
    answer = press(melati, who)
    assert answer.status_code == 404
    assert MELATI.name not in answer.content.decode()
    assert reveals() == []


def test_an_assigned_colleague_and_the_supervisor_open(melati):
    assign(melati.case, "budi")
    for who in ("budi", "rini"):
        assert MELATI.name in unescape(press(melati, who).content.decode())
    assert {event.by.username for event in reveals()} == {"budi", "rini"}


def test_of_somebody_who_declines_nothing_is_offered(melati):
    actions.declare_declined(melati, by=person("sari"), seen=1)
    page = at("case_person", melati.case, melati.public_id)
    html = browser_of("sari").get(page).content.decode()
    assert address(melati) not in html
    assert press(melati).status_code in (200, 403)
    assert reveals() == []


# -- Programs --------------------------------------------------------------------------


def one(melati: Involvement) -> str:
    return f"cases/{melati.case.public_id}/persons/{melati.public_id}/reveal/"


def test_a_program_opens_named_fields_once(melati):
    asked = WHY | {"fields_shown": ["name", "birth", "safe_contact"]}
    answer = program_of("sari").call("POST", one(melati), asked)
    found = told(answer)["particulars"]
    assert found["name"] == MELATI.name
    assert found["birth"] == {"first": "2009-01-01", "last": "2009-12-31"}
    assert found["safe_contact"]["never"] == ["call"]
    assert list(found) == asked["fields_shown"]
    assert "no-store" in answer["Cache-Control"]
    assert len(reveals()) == 1


def test_a_program_that_opens_a_phone_is_told_what_may_not_be_used(melati):
    asked = WHY | {"fields_shown": ["phones"]}
    found = told(program_of("sari").call("POST", one(melati), asked))["particulars"]
    assert sorted(found) == ["phones", "safe_contact"]
    assert found["safe_contact"]["never"] == ["call"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"fields_shown": ["name"]}, 400),
        (WHY, 400),
        (WHY | {"fields_shown": []}, 400),
        (WHY | {"fields_shown": ["sealed"]}, 400),
    ],
)
def test_a_program_says_why_and_what_each_time(melati, asked, status):
    told(program_of("sari").call("POST", one(melati), asked), status)
    told(program_of("sari").call("GET", one(melati)), 405)
    assert reveals() == []


def test_no_address_opens_more_than_one_person():
    """Every address that opens names one row of one case."""

    def patterns(resolver, before=""):
        for found in resolver.url_patterns:
            at_it = before + str(found.pattern)
            if hasattr(found, "url_patterns"):
                yield from patterns(found, at_it)
            elif found.name:
                yield found.name, at_it

    opens = [
        (name, path)
        for name, path in patterns(get_resolver())
        if name.endswith(("_reveal", "_read", "_reading"))
    ]
    assert len(opens) == 6
    for _name, path in opens:
        assert "<uuid:row_id>" in path


def test_the_look_at_a_case_is_on_record_before_anything_opens(melati):
    program = program_of("rini")
    told(program.call("POST", one(melati), WHY | {"fields_shown": ["name"]}))
    verbs = AuditEvent.objects.filter(by=person("rini")).order_by("at")
    assert [event.verb for event in verbs] == [OPENED, REVEALED]


def test_the_timeline_and_the_history_tell_of_it(melati):
    press(melati)
    story = words_of(browser_of("sari").get(at("case_timeline", melati.case)))
    assert "Identitas dibuka" in story
    history = words_of(browser_of("rini").get(at("case_access", melati.case)))
    assert "Identitas dibuka" in history
    audit = words_of(browser_of("ani").get(reverse("audit")))
    assert "Menghubungi yang bersangkutan" in audit
    for text in (story, history, audit):
        assert MELATI.name not in text
