"""Adding and editing what hangs on a case, by its pages: one test body for each act."""

import re
import uuid
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from agencies.demo import PASSWORD
from agencies.lookup import codes
from agencies.models import AuditEvent, Code
from cases import actions
from cases.choices import AgeGroup, Stage
from cases.models import Case, Place, PoliceReport, Suspect, Victim
from tests.agencies.pages import drawn_for
from tests.cases.examples import LP, PIMP, WOMAN, a_case, assign
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Example:
    """One noun: what is typed, what a browser then holds, what is refused."""

    noun: str
    model: type
    typed: dict
    stored: dict
    wrong: dict
    says: str
    anchor: str
    word: str


DATED = {"dated_on_day": "12", "dated_on_month": "11", "dated_on_year": "2025"}
EXAMPLES = [
    Example(
        noun="victim",
        model=Victim,
        typed={
            "sex": "female",
            "age": "15",
            "determination": "confirmed",
            "recording": "identified",
            "whereabouts": "shelter",
        },
        stored={"age": 15, "age_group": "child", "whereabouts": "shelter"},
        wrong={"age": "", "age_group": ""},
        says="Pilih kelompok umur",
        anchor="korban",
        word="Korban",
    ),
    Example(
        noun="suspect",
        model=Suspect,
        typed={
            "sex": "male",
            "age_group": "adult",
            "roles": ["pimp", "recruiter"],
            "legal_status": "suspect",
            "custody": "wanted",
            "public_office": "none",
        },
        stored={"age": None, "roles": ["pimp", "recruiter"], "custody": "wanted"},
        wrong={"sex": ""},
        says="Pilih jenis kelamin tersangka.",
        anchor="tersangka",
        word="Terlapor atau tersangka",
    ),
    Example(
        noun="police_report",
        model=PoliceReport,
        typed={"number": LP["number"], "model": "B", **DATED},
        stored={"number": LP["number"], "model": "B", "dated_on": LP["dated_on"]},
        wrong={"dated_on_year": "25"},
        says="Tulis tahun dengan empat angka",
        anchor="lp",
        word="Laporan polisi",
    ),
    Example(
        noun="place",
        model=Place,
        typed={"place": "", "region": "", "country": "MY"},
        stored={"region": None, "country": "MY"},
        wrong={"country": "", "place": "zzzz"},
        says="Tempat itu tidak ditemukan",
        anchor="tempat",
        word="Tempat lain",
    ),
]
each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.noun)


@pytest.fixture
def case(sari):
    return a_case(sari, victims=())


@pytest.fixture
def client(sari):
    return browser_of("sari")


def new_url(case, example) -> str:
    return reverse(f"case_{example.noun}_new", args=[case.public_id])


def url_of(act: str, case, example, row) -> str:
    return reverse(f"case_{example.noun}_{act}", args=[case.public_id, row.public_id])


def add(client, case, example, **more):
    typed = {**example.typed, "key": str(uuid.uuid4()), **more}
    return client.post(new_url(case, example), typed)


@each
def test_added_by_the_page_it_stands_on_the_case(client, case, example):
    assert client.get(new_url(case, example)).status_code == 200
    response = add(client, case, example)

    home = reverse("case", args=[case.public_id])
    assert (response.status_code, response.url) == (302, f"{home}#isi")
    row = example.model.objects.get()
    assert {name: getattr(row, name) for name in example.stored} == example.stored
    html = client.get(home).content.decode()
    said = html.split(f'{example.word} ditambahkan. <a href="#')[1]
    assert f'id="{said.split(chr(34))[0]}"' in html
    assert said.startswith(f'{example.anchor}"')
    event = AuditEvent.objects.get(verb=f"added_{example.noun}")
    assert (event.by.username, event.case_id) == ("sari", case.pk)


@each
def test_sent_twice_it_is_one_row(client, case, example):
    key = str(uuid.uuid4())
    for _ in range(2):
        assert add(client, case, example, key=key).status_code == 302
    assert example.model.objects.count() == 1


@each
def test_the_same_key_with_other_content_is_asked_about(client, case, example):
    key = str(uuid.uuid4())
    add(client, case, example, key=key)
    other = {
        "victim": {"age": "16"},
        "suspect": {"custody": "free"},
        "police_report": {"model": "A", "number": "LP/A/1/I/2025/SPKT/X"},
        "place": {"country": "SG"},
    }[example.noun]
    response = add(client, case, example, key=key, **other)

    assert response.status_code == 200
    html = response.content.decode()
    assert "pernah tersimpan dengan isi lain" in html
    assert f'value="{key}"' not in html
    assert example.model.objects.count() == 1


@each
def test_what_is_wrong_stands_at_its_field_and_the_typing_stays(client, case, example):
    typed = {**example.typed, **example.wrong}
    response = client.post(new_url(case, example), typed)

    html = response.content.decode()
    assert response.status_code == 200
    assert example.says in html
    assert 'aria-invalid="true"' in html
    for value in filter(None, typed.values()):
        for word in value if isinstance(value, list) else [value]:
            assert f'value="{word}"' in html
    assert not example.model.objects.exists()


@each
def test_the_form_of_an_edit_holds_what_stands(client, case, example):
    add(client, case, example)
    row = example.model.objects.get()
    html = client.get(url_of("edit", case, example, row)).content.decode()
    for value in example.typed.values():
        for word in value if isinstance(value, list) else [value]:
            assert f'value="{word}"' in html
    assert 'name="seen" value="1"' in html


@each
def test_sent_back_unchanged_an_edit_changes_nothing(client, case, example):
    add(client, case, example)
    row = example.model.objects.get()
    typed = {**example.typed, "seen": row.version}
    assert client.post(url_of("edit", case, example, row), typed).status_code == 302
    assert example.model.objects.get().version == 1
    assert not AuditEvent.objects.filter(verb=f"edited_{example.noun}").exists()


@each
def test_an_edit_without_the_version_that_it_saw_is_refused(client, case, example):
    add(client, case, example)
    row = example.model.objects.get()
    response = client.post(url_of("edit", case, example, row), example.typed)
    assert response.status_code == 200
    assert example.model.objects.get().version == 1


@each
def test_a_row_of_another_case_is_not_found_under_this_one(client, sari, case, example):
    add(client, case, example)
    row, other = example.model.objects.get(), a_case(sari)
    for act in ("edit", "withdraw", "restore"):
        url = url_of(act, other, example, row)
        assert client.get(url).status_code == 404
        assert client.post(url, {**example.typed, "seen": 1}).status_code == 404


@each
@pytest.mark.parametrize("who", ["dewi", "budi"])
def test_only_the_leading_unit_writes(case, client, example, who):
    status = (
        browser_of(who)
        .post(new_url(case, example), {**example.typed, "key": "k"})
        .status_code
    )
    # Who a victim is: for those assigned to the case alone.
    may = who == "budi" and example.noun != "victim"
    assert status == (302 if may else 403)
    assert example.model.objects.exists() == may


@each
def test_nothing_is_added_to_a_withdrawn_case(client, sari, case, example):
    actions.withdraw_case(case, by=sari, reason="test", seen=1)
    response = add(client, case, example)
    assert response.status_code == 200
    assert "sudah ditarik" in response.content.decode()
    assert not example.model.objects.exists()


# -- What only one noun does ----------------------------------------------------------


def test_an_age_decides_the_group_whatever_was_ticked(client, case):
    add(client, case, EXAMPLES[0], age="15", age_group="adult")
    assert Victim.objects.get().age_group == AgeGroup.CHILD


def test_the_first_report_moves_the_case_on(client, case):
    add(client, case, EXAMPLES[2])
    assert Case.objects.get().stage == Stage.LP_ISSUED


def test_an_odd_number_is_saved_with_a_notice(client, case):
    add(client, case, EXAMPLES[2], number="LP-17/2025")
    assert PoliceReport.objects.get().number == "LP-17/2025"
    html = client.get(reverse("case", args=[case.public_id])).content.decode()
    assert "tidak mengikuti pola yang lazim" in html


def test_a_number_on_another_visible_case_is_told_with_a_link(client, sari, case):
    other = a_case(sari, police_reports=(LP,))
    add(client, case, EXAMPLES[2])
    html = client.get(reverse("case", args=[case.public_id])).content.decode()
    told = html.split('role="status"')[1].split("</div>")[0]
    assert reverse("case", args=[other.public_id]) in told


def test_the_same_number_twice_on_one_case_is_refused_at_the_number(client, case):
    add(client, case, EXAMPLES[2])
    response = add(client, case, EXAMPLES[2])
    assert "sudah ada pada perkara ini" in response.content.decode()


def test_without_script_a_place_is_typed_then_chosen(client, case):
    place = EXAMPLES[3]
    asked = client.post(new_url(case, place), {"place": "balikpapan"})
    html = asked.content.decode()
    assert "Maksud Anda yang mana?" in html
    assert "Balikpapan Timur" in html
    add(client, case, place, place="balikpapan", region="64.71.01", country="")
    assert Place.objects.get().region.code == "64.71.01"


def test_a_retired_code_that_stands_stays_on_offer(client, sari, case):
    actions.add_suspect(case, PIMP, by=sari)
    actions.add_suspect(case, {**PIMP, "roles": ["broker"]}, by=sari)
    Code.objects.filter(list="suspect_role", code="pimp").update(
        retired_on="2025-01-01"
    )
    codes.forget()
    pages = [
        client.get(url_of("edit", case, EXAMPLES[1], row)).content.decode()
        for row in case.suspects.order_by("pk")
    ]
    codes.forget()
    assert 'value="pimp"' in pages[0]
    assert 'value="pimp"' not in pages[1]


def test_a_woman_is_added_to_a_case_by_who_works_beside_her(sari, case):
    """Budi wears the same unit's hat, and was assigned."""
    assign(case, "budi")
    actions.add_victim(case, WOMAN, by=person("budi"))
    assert case.victims.get().created_by.username == "budi"


# -- A lost session -------------------------------------------------------------------


@each
def test_typed_text_survives_a_lost_session(client, case, example):
    stranger = Client()
    sent = {**example.typed, "key": str(uuid.uuid4())}
    asked = stranger.post(new_url(case, example), sent | drawn_for("sari"))
    assert asked.status_code == 401
    carry = re.search(r'name="carry" value="([^"]+)"', asked.content.decode())[1]
    way_in = {"username": "sari", "password": PASSWORD, "carry": carry}
    stranger.post("/sign-in/", {**way_in, "next": new_url(case, example)})

    html = stranger.get(new_url(case, example)).content.decode()
    for value in filter(None, sent.values()):
        for word in value if isinstance(value, list) else [value]:
            assert f'value="{word}"' in html
    assert not example.model.objects.exists()
