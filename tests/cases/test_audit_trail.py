"""The auditor reads who saw what; who answers for a case sees who opened it."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError

from agencies import access, audit, clock
from agencies.access import Hat, Ties
from agencies.chain import seals
from agencies.choices import Role
from agencies.models import AuditEvent, User
from agencies.sections import EVERYTHING, Ground
from cases import actions, timeline, urls
from cases.actions.rows import values_of
from cases.models.row import Row
from cases.trail import reading, refused
from cases.trail.filter import AuditFilter
from cases.trail.words import FIELDS, VERBS
from tests.agencies.tampering import seal
from tests.cases.examples import DAY, GIRL, a_case
from tests.cases.test_danger import opened
from tests.checks import CHECKOUT
from tests.people import browser_of, person

API = "/api/v1/audit/"
VERB = re.compile('verb="([a-z_]+)"')
CHANGES = re.compile(r"(?:changes|told) ?= ?\{([^{}]*)\}")
NAMED = re.compile(r'"(\w+)":')
# Told of a victim, a post, a posting or an alarm, by words of their own; or no change.
ELSEWHERE = {
    *("role", "ends_on", "kind", "state", "stage", "is_restricted", "sections"),
    *("is_summary", "group", "group_word", "state_tag", "tick", "sex", "age_group"),
    *("country", "recording"),
}


@pytest.fixture
def case(db):
    case = a_case(person("sari"), victims=(GIRL,), narrative="Siti dijual.")
    case.refresh_from_db()
    browser_of("sari").get(f"/cases/{case.public_id}/")
    browser_of("budi").get(f"/cases/{case.public_id}/")
    browser_of("citra").get(f"/cases/{case.public_id}/")  # refused
    return case


def read(query: str = "", who: str = "ani") -> dict:
    answer = browser_of(who).get(API + query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def verbs(query: str = "") -> list[str]:
    return [row["verb"] for row in read(query)["results"]]


def page(address: str, who: str) -> str:
    answer = browser_of(who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# The auditor


def test_an_auditor_reads_who_saw_what_the_newest_first(case):
    rows = read()["results"]

    assert [row["verb"] for row in rows] == [
        "denied",
        "raised_alarm",
        "opened_case",
        "opened_case",
        "logged_case",
    ]
    assert [row["by"] for row in rows] == ["citra", "budi", "budi", "sari", "sari"]
    assert rows[3]["case"] == case.register_no
    assert "victim_identity" in rows[3]["sections"]
    assert "victim_identity" not in rows[2]["sections"]
    assert rows[2]["reason"] == "unassigned"


@pytest.mark.parametrize("who", ["sari", "dewi", "seto", "eko", "tono"])
@pytest.mark.parametrize("address", ["/audit/", API])
def test_nobody_else_reads_it(case, who, address):
    assert browser_of(who).get(address).status_code == 403


def test_no_value_of_the_register_is_told(case):
    actions.edit_case(case, {"modus": "other"}, by=person("sari"), seen=1)

    told = page("/audit/", "ani") + str(read())
    assert "modus" in told
    for value in ("Siti", "pimping_online", "selling_partner", str(case.public_id)):
        assert value not in told


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?who=budi", ["raised_alarm", "opened_case"]),
        ("?verb=logged_case", ["logged_case"]),
        ("?refusals=true", ["denied"]),
        ("?who=sari&verb=opened_case", ["opened_case"]),
        ("?last=2020-01-01", []),
        ("?first=2020-01-01&verb=denied", ["denied"]),
    ],
)
def test_the_same_filters_by_page_and_program(case, query, found):
    assert verbs(query) == found
    rows = page(f"/audit/{query}", "ani").count('<th scope="row">')
    assert rows == len(found)


def test_a_case_is_found_by_its_number(case):
    other = a_case(person("budi"))

    assert {row["case"] for row in read(f"?case={case.register_no}")["results"]} == {
        case.register_no
    }
    assert other.register_no not in page(f"/audit/?case={case.register_no}", "ani")


@pytest.mark.parametrize(
    "query",
    [
        "?who=nobody",
        "?case=KAS/1",
        "?verb=x",
        "?first=2025-13-01",
        "?nik=1",
        "?after=x",
    ],
)
def test_what_is_not_understood_is_told(case, query):
    assert browser_of("ani").get(API + query).status_code == 400
    assert browser_of("ani").get(f"/audit/{query}").status_code == 200


def test_pages_follow_each_other_without_a_gap(db):
    moment = clock.now()
    with clock.set_to(moment):  # all at once: the id decides
        for n in range(7):
            audit.record(by=person("sari"), verb="saved_view", reason=f"{n}")
    found, after = [], ""
    while True:
        part = reading.page(AuditEvent.objects.all(), after, size=3)
        found += part.events
        if not (after := part.next):
            break

    assert [int(event.reason) for event in found] == list(range(7))[::-1]


def test_reading_the_trail_is_recorded_without_what_was_typed(case):
    read(f"?who=budi&case={case.register_no}")
    page("/audit/", "ani")

    first, second = AuditEvent.objects.filter(by=person("ani")).order_by("at")
    assert (first.verb, first.case_id) == ("read_audit", case.pk)
    assert first.changes == {"case": [None, "…"], "who": [None, "…"]}
    assert second.changes == {}


@pytest.mark.parametrize("more", ["first=2026-11-22&last=2026-11-01", "after=x"])
def test_a_question_that_is_not_understood_is_recorded_too(case, more):
    """Its answer tells whether there is a case of that number."""
    query = f"?case={case.register_no}&{more}"
    assert browser_of("ani").get(API + query).status_code == 400
    page(f"/audit/{query}", "ani")
    first, second = AuditEvent.objects.filter(verb="read_audit")
    assert first.case_id == second.case_id == case.pk
    assert "case" in first.changes
    assert first.changes == second.changes


def test_the_page_says_how_the_chain_stands(committed, settings, tmp_path):
    settings.AUDIT_HEADS_FILE = str(tmp_path / "heads.jsonl")
    with clock.set_to(clock.now() - timedelta(minutes=2)):
        audit.record(by=person("sari"), verb="saved_view")
    told = page("/audit/", "ani")
    assert "Belum ada segel" in told
    assert "Terlambat" in told

    seal()
    audit.record(by=None, verb="verified_audit", changes={"wrong": [None, 2]})
    told = page("/audit/", "ani")
    assert seals.newest().head in told
    assert "Ada yang salah" in told
    assert read()["results"][-1]["sealed"] is True


def test_an_empty_trail_is_said(db):
    assert "Tidak ada yang cocok" in page("/audit/?verb=denied", "ani")


def test_every_verb_of_the_code_has_its_words():
    files = [
        file
        for folder in ("agencies", "cases", "reports")
        for file in (CHECKOUT / folder).rglob("*.py")
    ]
    said = {verb for file in files for verb in VERB.findall(file.read_text())}

    assert said - VERBS.keys() == set()


def files_of_the_register() -> list[str]:
    folders = (CHECKOUT / name for name in ("agencies", "cases", "reports"))
    return [file.read_text() for folder in folders for file in folder.rglob("*.py")]


def names_itself(label: str, name: str) -> bool:
    """Has the model's field words of its own, or is it none?"""
    try:
        field = apps.get_model(label)._meta.get_field(name)
    except FieldDoesNotExist:
        return True
    return not getattr(field, "_verbose_name", None)


def test_every_field_that_an_act_may_tell_of_has_words():
    kinds = [kind for kind in apps.get_models() if issubclass(kind, Row)]
    told = {(kind._meta.label, name) for kind in kinds for name in values_of(kind())}
    acts = [
        ("agencies.User", name)
        for text in files_of_the_register()
        for found in CHANGES.findall(text)
        for name in NAMED.findall(found)
    ]
    told |= {pair for pair in acts if pair[1] not in ELSEWHERE}
    bare = {(label, name) for label, name in told if names_itself(label, name)}
    assert {name for _label, name in bare} <= FIELDS.keys()


def test_a_refusal_is_told_in_words(case):
    shown = page("/audit/?refusals=true", "ani")
    assert "Di luar lingkup: Perkara" in shown
    assert refused.in_words("404 case_why") == "Di luar lingkup: Penjelasan akses"
    by_program = "Tidak berhak: Jejak audit, lewat program"
    assert refused.in_words("403 api_audit") == by_program
    assert refused.in_words("password") == "Kata sandi salah"


def test_no_page_of_the_register_is_told_by_its_raw_name():
    routes = {pattern.name for pattern in urls.urlpatterns}
    assert {
        name for name in routes if refused.place(name) == refused.ELSEWHERE
    } == set()


def test_a_try_to_break_glass_is_a_refusal_with_its_emergency(case):
    with pytest.raises(ValidationError):
        opened(case, day=DAY - timedelta(days=1))

    assert verbs("?refusals=true") == ["missed_break_glass", "denied"]
    rows = page("/audit/?refusals=true&verb=missed_break_glass", "ani")
    assert "Korban hilang atau dibawa pergi" in rows


def test_everybody_of_a_name_is_found_however_many(db):
    for n in range(60):
        who = User.objects.create(username=f"zul{n}", full_name=f"Zulkifli {n}")
        audit.record(by=who, verb="saved_view")

    found = AuditFilter({"who": "Zulkifli"}, zone=clock.WIB).chosen()
    assert found.count() == 60


def test_an_act_has_one_word_in_the_trail_and_on_its_case():
    for verb, said in timeline.VERBS.items():
        assert str(VERBS[verb]) == str(said), verb


# Riwayat akses


def address(case) -> str:
    return f"/cases/{case.public_id}/access/"


def test_who_is_assigned_sees_who_opened_the_case(case):
    told = page(address(case), "sari")

    assert person("budi").full_name in told
    assert person("budi").assignment.post.agency.name in told
    assert person("citra").full_name not in told


def test_what_was_opened_in_danger_stands_there_too(case):
    opened(case)
    told = page(address(case), "sari")
    assert "Perkara dibuka darurat" in told
    assert "Korban hilang atau dibawa pergi" in told
    assert person("citra").full_name in told
    assert "Perkara dicatat" not in told


@pytest.mark.parametrize(
    ("who", "status"), [("sari", 200), ("budi", 403), ("dewi", 403), ("citra", 404)]
)
def test_a_colleague_does_not_see_who_watches_the_case(case, who, status):
    """Nor does her command: who looks is for those who answer for the case."""
    assert browser_of(who).get(address(case)).status_code == status
    linked = f'href="{address(case)}"'
    if status != 404:
        assert (linked in page(f"/cases/{case.public_id}/", who)) == (status == 200)


@pytest.mark.parametrize(
    ("role", "ground", "assigned", "sees"),
    [
        (Role.SUPERVISOR, Ground.LEAD, False, True),
        (Role.SUPERVISOR, Ground.COMMAND, False, False),
        (Role.SUPERVISOR, Ground.PARTICIPATION, False, False),
        (Role.OFFICER, Ground.LEAD, False, False),
        (Role.OFFICER, Ground.PARTICIPATION, True, False),
        (Role.OFFICER, Ground.LEAD, True, True),
        (Role.AUDITOR, Ground.LEAD, True, False),
    ],
)
def test_its_lead_agencys_supervisor_and_who_is_assigned_there_see_it(
    role, ground, assigned, sees
):
    hat = Hat(role=role, agency_id=1, agency_type="police")
    ties = Ties(((ground, EVERYTHING),), assigned)

    assert access.may_see_history(hat, ties) == sees
