"""Logging a case: six inputs on one page make one case, and nothing typed is lost."""

import re
import threading
from datetime import UTC, date, datetime, time

import pytest
from django.db import connections
from django.test import Client

from agencies import clock
from agencies.models import AuditEvent, Draft
from cases import actions
from cases.choices import DatePrecision, Determination, LegalStatus, LpModel, Stage
from cases.forms.log import MANY
from cases.models import Case
from tests.cases.typed import (
    NEW,
    PLACE,
    SENTENCE,
    body,
    errors_in,
    log,
    six_inputs,
)
from tests.people import browser_of, person


@pytest.fixture
def sari(signed_in) -> Client:
    return signed_in("sari")


@pytest.mark.django_db
def test_six_inputs_make_a_case_with_a_number(sari):
    case = log(sari)

    assert case.register_no == "KAS/POLRESTA-BPP/2025/0001"
    assert (case.happened_on, case.happened_precision) == (
        date(2025, 3, 7),
        DatePrecision.DAY,
    )
    assert (case.region.code, case.country) == ("64.71.06", "")
    assert (case.modus, case.known_via) == ("pimping_online", "hotline_110")
    assert case.reported_on == date(2025, 3, 8)
    assert case.stage == Stage.INTAKE
    assert case.lead_agency.code == "POLRESTA-BPP-PPA"


@pytest.mark.django_db
def test_victims_of_a_quick_report_start_as_presumed(sari):
    victims = log(sari, victims_not_recorded_not_recorded="1").victims.all()

    assert sorted((v.sex, v.age_group, v.determination) for v in victims) == [
        ("female", "adult", Determination.PRESUMED),
        ("female", "child", Determination.PRESUMED),
        ("female", "child", Determination.PRESUMED),
        ("not_recorded", "not_recorded", Determination.PRESUMED),
    ]


@pytest.mark.django_db
def test_the_sentence_is_sealed_and_opens_for_its_writer(sari):
    case = log(sari)

    assert SENTENCE.encode() not in bytes(case.narrative)
    assert actions.read_narrative(case, by=person("sari")) == SENTENCE


@pytest.mark.django_db
def test_she_lands_on_the_case_and_is_told_its_number_and_what_is_next(sari):
    answer = sari.post(NEW, six_inputs())

    [words] = [str(message) for message in answer.wsgi_request._messages]
    assert words.startswith("Perkara KAS/POLRESTA-BPP/2025/0001 tercatat.")
    assert "tambahkan LP dan tersangka" in words


@pytest.mark.django_db
def test_everything_that_is_known_already_can_be_said_at_once(sari):
    case = log(
        sari,
        happened_time="22.30",
        lp_number="LP/B/12/III/2025/SPKT/POLRESTA BALIKPAPAN",
        lp_model="B",
        lp_dated_on_day="9",
        lp_dated_on_month="3",
        lp_dated_on_year="2025",
        other_modus=["debt_bondage", "pimping_online"],
        platforms=["michat", "whatsapp"],
        acts=["recruitment"],
        means=["deception"],
        exploitation=["prostitution"],
        push_factors=["poverty"],
        pull_factors=["demand_sex"],
        suspect_0_n="2",
        suspect_0_sex="male",
        suspect_0_age_group="adult",
        suspect_0_role="pimp",
    )

    assert case.happened_time == time(22, 30)
    assert case.other_modus == ["debt_bondage"]
    assert {name: getattr(case, name) for name in MANY if name != "other_modus"} == {
        "platforms": ["michat", "whatsapp"],
        "acts": ["recruitment"],
        "means": ["deception"],
        "exploitation": ["prostitution"],
        "push_factors": ["poverty"],
        "pull_factors": ["demand_sex"],
    }
    report = case.police_reports.get()
    assert (report.model, report.dated_on) == (LpModel.B, date(2025, 3, 9))
    assert (case.stage, case.counted_on) == (Stage.LP_ISSUED, date(2025, 3, 9))
    suspects = [
        (s.sex, s.age_group, s.roles, s.legal_status) for s in case.suspects.all()
    ]
    assert suspects == [("male", "adult", ["pimp"], LegalStatus.REPORTED)] * 2


@pytest.mark.django_db
def test_abroad_a_country_stands_for_the_place(sari):
    case = log(sari, place="", region="", country="KH")

    assert (case.region, case.country) == (None, "KH")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "month", "on", "precision"),
    [
        ("", "3", date(2025, 3, 1), DatePrecision.MONTH),
        ("", "", date(2025, 1, 1), DatePrecision.YEAR),
    ],
)
def test_a_month_or_a_year_is_enough(sari, day, month, on, precision):
    case = log(sari, happened_day=day, happened_month=month)

    assert (case.happened_on, case.happened_precision) == (on, precision)


@pytest.mark.django_db
def test_five_hundred_characters_fit_with_their_line_ends(sari):
    text = "\r\n".join(["x" * 99] * 5)

    case = log(sari, narrative=text)

    assert len(actions.read_narrative(case, by=person("sari"))) == 499


@pytest.mark.django_db
def test_a_second_click_finds_the_case_of_the_first(sari):
    typed = six_inputs()

    first, second = sari.post(NEW, typed), sari.post(NEW, typed)

    assert first.url == second.url
    assert Case.objects.count() == 1


@pytest.mark.django_db
def test_a_saved_page_with_other_content_says_which_case_it_became(sari):
    typed = six_inputs()
    case = log(sari, draft=typed["draft"])

    answer = sari.post(NEW, typed | {"victims_female_child": "3"})

    assert answer.status_code == 409
    assert case.register_no in errors_in(answer)[0]
    assert f'href="/cases/{case.public_id}/"' in body(answer)
    assert typed["draft"] not in body(answer)
    assert re.search(r'name="victims_female_child"[^>]*value="3"', body(answer))
    assert Case.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["seto", "eko", "ani", "tono"])
def test_a_role_that_logs_no_cases_is_refused_and_offered_no_link(signed_in, who):
    client = signed_in(who)
    draft = six_inputs()["draft"]

    assert client.get(NEW).status_code == 403
    assert client.get(NEW, {"draft": draft}).status_code == 403
    assert client.post(NEW, six_inputs()).status_code == 403
    assert client.post(f"/cases/drafts/{draft}/", six_inputs()).status_code == 403
    assert client.post(f"/cases/drafts/{draft}/discard/").status_code == 403
    assert AuditEvent.objects.filter(verb="denied").count() == 5
    assert NEW not in body(client.get("/account/"))
    assert not Case.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", ["budi", "dewi", "citra", "wati", "dina", "joko", "nur"]
)
def test_a_case_is_led_by_the_agency_of_whoever_logs_it(signed_in, who):
    case = log(signed_in(who))

    assert case.lead_agency == person(who).assignment.post.agency


@pytest.mark.django_db
def test_after_midnight_in_balikpapan_today_is_not_the_future(sari):
    half_past_midnight = datetime(2025, 11, 11, 16, 30, tzinfo=UTC)
    with clock.set_to(half_past_midnight):
        client = browser_of("sari")
        page = body(client.get(NEW, follow=True))
        case = log(
            client,
            happened_day="12",
            happened_month="11",
            reported_on_day="12",
            reported_on_month="11",
        )

    assert 'name="reported_on_day" value="12"' in page
    assert case.reported_on == date(2025, 11, 12)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "code", "zone"),
    [
        (PLACE, "64.71.06", "WITA"),
        ("Kota Bandung, Jawa Barat", "32.73", "WIB"),
        ("Kota Jayapura, Papua", "91.71", "WIT"),
    ],
)
def test_the_time_is_told_in_the_zone_of_the_place(sari, place, code, zone):
    page = body(sari.post(NEW, six_inputs(place=place, region=code, modus="")))

    assert f"<span data-zone>{zone}</span>" in page


@pytest.mark.django_db
def test_the_page_asks_the_database_little(sari, django_assert_max_num_queries):
    address = sari.get(NEW).url
    sari.get(address)
    with django_assert_max_num_queries(12):
        sari.get(address)


@pytest.mark.django_db
def test_an_id_that_is_none_is_replaced(sari):
    assert log(sari, draft="nonsense").register_no
    assert log(sari, draft=None).register_no


def test_many_clicks_at_once_make_one_case(committed):
    typed = six_inputs()
    urls: list[str] = []

    def click():
        client = browser_of("sari")
        urls.append(client.post(NEW, typed).url)
        connections.close_all()

    clicks = [threading.Thread(target=click) for _nth in range(6)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert len(urls) == 6
    assert len(set(urls)) == 1
    assert Case.objects.get().register_no == "KAS/POLRESTA-BPP/2025/0001"
    assert AuditEvent.objects.filter(verb="logged_case").count() == 1
