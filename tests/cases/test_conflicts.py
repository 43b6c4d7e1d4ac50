"""Two officers, one row: both are shown, nothing is overwritten, nothing is lost."""

import re

import pytest
from django.urls import reverse

from agencies.choices import Role
from agencies.models import Agency
from agencies.sections import Section
from cases import actions
from cases.choices import Work
from cases.models import Case, Victim
from tests.api.clients import program_of, told
from tests.cases.examples import a_case, assign
from tests.people import browser_of, person
from tests.security.visitors import hire

pytestmark = pytest.mark.django_db
VICTIM = {
    "sex": "female",
    "age": "",
    "age_group": "child",
    "determination": "presumed",
    "recording": "unknown",
    "whereabouts": "not_recorded",
}
CASE = {
    "happened_day": "11",
    "happened_month": "11",
    "happened_year": "2025",
    "happened_time": "",
    "place": "Balikpapan Utara, Kota Balikpapan, Kalimantan Timur",
    "region": "64.71.03",
    "country": "",
    "modus": "pimping_online",
    "known_via": "hotline_110",
    "reported_on_day": "11",
    "reported_on_month": "11",
    "reported_on_year": "2025",
}


@pytest.fixture
def budi():
    return person("budi")


@pytest.fixture
def case(sari):
    """Budi works on it beside her."""
    made = a_case(sari)
    assign(made, "budi")
    return made


@pytest.fixture
def client(sari):
    return browser_of("sari")


@pytest.fixture
def victim(case):
    return case.victims.get()


def send(client, victim, **typed):
    args = [victim.case.public_id, victim.public_id]
    return client.post(reverse("case_victim_edit", args=args), VICTIM | typed)


def send_case(client, case, **typed):
    url = reverse("case_edit", args=[case.public_id])
    return client.post(url, CASE | typed)


def html_of(response) -> str:
    return " ".join(response.content.decode().split())


def hidden(html: str) -> dict[str, list[str]]:
    """What the page would send by itself."""
    main = html.split("<main")[1]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', main):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def asked(html: str) -> list[str]:
    return hidden(html).get("asked", [])


def test_both_changed_one_field_and_each_side_is_shown_in_words(client, victim, budi):
    actions.edit_victim(victim, {"whereabouts": "shelter"}, by=budi, seen=1)
    response = send(client, victim, whereabouts="abroad", seen=1)

    html = html_of(response)
    assert response.status_code == 409
    assert asked(html) == ["whereabouts"]
    for words in ("Tidak tercatat", "Di rumah aman", "Di luar negeri", "Budi Hartono"):
        assert words in html
    assert Victim.objects.get().whereabouts == "shelter"


def test_the_worker_of_another_office_is_not_named(victim):
    """Two offices asked in: who works for the other one tells where she may be."""
    hers = hire("rana", "Rana Putri", "DINSOS-BPP", Role.CASE_MANAGER, title="Pekerja")
    for who, office in (("wati", "UPTD-PPA-BPP"), (hers.username, "DINSOS-BPP")):
        join(victim.case, office, who)
    actions.edit_victim(victim, {"whereabouts": "shelter"}, by=person("wati"), seen=1)

    page = html_of(send(browser_of("rana"), victim, whereabouts="abroad", seen=1))
    assert "Di rumah aman" in page
    answer = program_of("rana").call(
        "PATCH", f"victims/{victim.public_id}/", {"age": 15}, if_match='"1"'
    )
    (change,) = told(answer, 412)["conflicts"]
    assert change["by"] == "Petugas instansi lain"
    for words in (page, answer.content.decode()):
        assert person("wati").full_name not in words
        assert "Petugas instansi lain" in words


def join(case, office: str, who: str) -> None:
    """Asked in for her care, and whoever accepts takes the case herself."""
    asked = actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code=office),
        purpose="social_rehab",
        sections=Section.VICTIM_IDENTITY | Section.CARE,
        by=person("sari"),
    )
    actions.accept_referral(
        asked, by=person(who), work=Work.CASE_MANAGER, letter_number="ST/7"
    )


@pytest.mark.parametrize(
    ("keep", "stands"), [("theirs", "shelter"), ("yours", "abroad")]
)
def test_the_choice_decides(client, victim, budi, keep, stands):
    actions.edit_victim(victim, {"whereabouts": "shelter"}, by=budi, seen=1)
    html = html_of(send(client, victim, whereabouts="abroad", sex="male", seen=1))
    answer = hidden(html) | {"keep_whereabouts": [keep]}

    assert send(client, victim, **answer).status_code == 302
    row = Victim.objects.get()
    assert (row.whereabouts, row.sex) == (stands, "male")


def test_without_a_choice_nothing_is_saved_and_it_is_asked_again(client, victim, budi):
    actions.edit_victim(victim, {"whereabouts": "shelter"}, by=budi, seen=1)
    html = html_of(send(client, victim, whereabouts="abroad", seen=1))
    again = send(client, victim, **hidden(html))

    assert again.status_code == 409
    assert "Pilih satu untuk setiap baris" in html_of(again)
    assert asked(html_of(again)) == ["whereabouts"]
    assert Victim.objects.get().whereabouts == "shelter"
    answer = hidden(html_of(again)) | {"keep_whereabouts": ["yours"]}
    assert send(client, victim, **answer).status_code == 302
    assert Victim.objects.get().whereabouts == "abroad"


def test_what_one_side_changed_merges_and_is_shown(client, victim, budi):
    actions.edit_victim(victim, {"whereabouts": "shelter"}, by=budi, seen=1)
    response = send(client, victim, sex="male", seen=1)

    html = html_of(response)
    assert response.status_code == 409
    assert asked(html) == []
    assert "Digabung otomatis" in html
    assert "Di rumah aman" in html
    assert send(client, victim, **hidden(html)).status_code == 302
    row = Victim.objects.get()
    assert (row.whereabouts, row.sex, row.version) == ("shelter", "male", 3)


def test_the_same_change_by_both_is_no_difference(client, victim, budi):
    actions.edit_victim(victim, {"whereabouts": "shelter"}, by=budi, seen=1)
    html = html_of(send(client, victim, whereabouts="shelter", seen=1))
    assert asked(html) == []
    assert send(client, victim, **hidden(html)).status_code == 302
    assert Victim.objects.get().version == 2


def test_age_and_age_group_are_decided_together(client, victim, budi):
    actions.edit_victim(victim, {"age": 20}, by=budi, seen=1)
    html = html_of(send(client, victim, age="16", seen=1))
    assert asked(html) == ["age"]
    assert "20 · Dewasa" in html
    assert "16 · Anak" in html
    answer = hidden(html) | {"keep_age": ["theirs"]}
    assert send(client, victim, **answer).status_code == 302
    row = Victim.objects.get()
    assert (row.age, row.age_group) == (20, "adult")


def test_moved_again_while_deciding_it_is_asked_again_and_nothing_is_lost(
    client, victim, budi
):
    actions.edit_victim(victim, {"whereabouts": "shelter"}, by=budi, seen=1)
    html = html_of(send(client, victim, whereabouts="abroad", sex="male", seen=1))
    actions.edit_victim(victim, {"whereabouts": "missing"}, by=budi, seen=2)
    answer = hidden(html) | {"keep_whereabouts": ["yours"]}
    again = send(client, victim, **answer)

    assert again.status_code == 409
    assert asked(html_of(again)) == ["whereabouts"]
    answer = hidden(html_of(again)) | {"keep_whereabouts": ["yours"]}
    assert send(client, victim, **answer).status_code == 302
    row = Victim.objects.get()
    assert (row.whereabouts, row.sex, row.version) == ("abroad", "male", 4)


def test_what_was_left_to_them_stays_theirs_when_it_moves_again(client, victim, budi):
    actions.edit_victim(victim, {"whereabouts": "shelter"}, by=budi, seen=1)
    html = html_of(send(client, victim, whereabouts="abroad", sex="male", seen=1))
    actions.edit_victim(victim, {"recording": "identified"}, by=budi, seen=2)
    answer = hidden(html) | {"keep_whereabouts": ["theirs"]}
    again = send(client, victim, **answer)

    assert again.status_code == 409
    assert send(client, victim, **hidden(html_of(again))).status_code == 302
    row = Victim.objects.get()
    assert (row.whereabouts, row.sex, row.recording) == (
        "shelter",
        "male",
        "identified",
    )


def test_places_days_and_codes_of_a_case_are_told_in_words(client, case, budi):
    actions.edit_case(
        case,
        {
            "region": None,
            "country": "MY",
            "happened_precision": "month",
            "happened_on": case.happened_on.replace(day=1),
            "modus": "debt_bondage",
            "platforms": ["michat"],
        },
        by=budi,
        seen=1,
    )
    response = send_case(
        client,
        case,
        place="Balikpapan Timur, Kota Balikpapan, Kalimantan Timur",
        region="64.71.01",
        happened_day="10",
        modus="scholarship",
        platforms=["whatsapp"],
        seen=1,
    )
    html = html_of(response)
    assert response.status_code == 409
    assert sorted(asked(html)) == ["happened", "modus", "platforms", "region"]
    for words in (
        "Malaysia",
        "Balikpapan Timur, Kota Balikpapan",
        "November 2025",
        "10/11/2025",
        "Jeratan utang",
        "Iming-iming beasiswa",
        "MiChat",
        "WhatsApp",
    ):
        assert words in html
    keep = {
        "keep_region": ["theirs"],
        "keep_happened": ["yours"],
        "keep_modus": ["theirs"],
        "keep_platforms": ["yours"],
    }
    assert send_case(client, case, **(hidden(html) | keep)).status_code == 302
    row = Case.objects.get()
    assert (row.region, row.country, row.modus) == (None, "MY", "debt_bondage")
    assert (row.happened_precision, row.happened_on.day) == ("day", 10)
    assert row.platforms == ["whatsapp"]


def test_a_stage_recorded_meanwhile_is_told_beside_the_form(client, case, budi):
    actions.record_stage(
        case, by=budi, stage="pre_investigation", on=case.reported_on, seen=1
    )
    html = html_of(send_case(client, case, modus="scholarship", seen=1))
    assert "Penyelidikan" in html
    assert send_case(client, case, **hidden(html)).status_code == 302
    row = Case.objects.get()
    assert (row.modus, row.stage) == ("scholarship", "pre_investigation")


def test_an_edit_sees_its_own_version_only(client, case, victim, sari):
    """A change of another row of the case is no conflict."""
    actions.add_victim(case, {"sex": "male", "age_group": "adult"}, by=sari)
    assert send(client, victim, whereabouts="shelter", seen=1).status_code == 302


@pytest.mark.parametrize("opened", ["9" * 5000, "9" * 10, "\u0661", "-1", ""])
def test_a_version_that_nobody_opened_is_no_fault_of_ours(client, victim, opened):
    sent = send(client, victim, seen=7, asked="modus", opened=opened)
    assert sent.status_code == 409
