"""The page of one case: what it shows, to whom, and how many questions it asks."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from agencies.models import AuditEvent, User
from cases import actions, choices, page, shredding, timeline, urls
from cases.choices import REVEALS, Stage, WithdrawReason
from cases.models import PoliceReport
from tests.cases.examples import DAY, GIRL, LP, PIMP, WOMAN, a_case, assign
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db
SENTENCE = "Korban ditawarkan di sebuah hotel oleh kenalannya."


@pytest.fixture
def case(sari):
    return a_case(
        sari,
        victims=(GIRL, WOMAN),
        suspects=(PIMP,),
        narrative=SENTENCE,
        platforms=["michat"],
        acts=["recruitment"],
        push_factors=["poverty"],
    )


def read(who: str, case, route: str = "case", *more) -> str:
    response = browser_of(who).get(reverse(route, args=[case.public_id, *more]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_head_says_number_group_age_and_next_step(case):
    html = read("sari", case)
    assert case.register_no in html
    assert "Belum LP" in html
    assert f"{case.age_days} hari" in html
    assert "Terbitkan LP" in html
    assert "2 korban, di antaranya 1 anak" in html


def record(case, stage: Stage, by: User) -> None:
    now = type(case).objects.get(pk=case.pk)
    actions.record_stage(now, by=by, stage=stage, on=DAY, seen=now.version)


def test_the_next_step_leads_to_where_it_is_done(case, sari):
    add_report = reverse("case_police_report_new", args=[case.public_id])
    assert f'<a href="{add_report}">Terbitkan LP</a>' in read("sari", case)

    for stage in (Stage.PRE_INVESTIGATION, Stage.INVESTIGATION, Stage.SUSPECT_NAMED):
        record(case, stage, sari)
    spdp = reverse("case_stage_new", args=[case.public_id]) + "?stage=spdp_sent"
    assert f'<a href="{spdp}">SPDP dikirim</a>' in read("sari", case)
    offered = browser_of("sari").get(spdp).content.decode()
    assert re.search(r'value="spdp_sent"[^>]* checked', offered)


def test_the_next_step_of_a_withdrawn_case_leads_nowhere(case, sari):
    record(case, Stage.PRE_INVESTIGATION, sari)
    now = type(case).objects.get(pk=case.pk)
    actions.withdraw_case(
        now, by=sari, reason=WithdrawReason.WRONG_ENTRY, seen=now.version
    )
    assert "<dd>Penyidikan</dd>" in read("sari", case)


def test_the_zone_stands_beside_the_time_where_a_case_is_edited(case):
    html = read("sari", case, "case_edit")
    assert re.search(r'name="happened_time"[^>]*> <span data-zone>WITA</span>', html)


def test_the_summary_tells_in_words_and_never_in_codes(case):
    html = read("sari", case)
    for words in (
        "Prostitusi daring melalui aplikasi (open BO)",
        "Perekrutan",
        "MiChat",
        "Balikpapan Utara, Kota Balikpapan, Kalimantan Timur",
    ):
        assert words in html
    assert "pimping_online" not in html


def test_the_whole_page_asks_few_questions(case, sari, django_assert_max_num_queries):
    for n in range(15):
        actions.add_victim(case, WOMAN, by=sari)
        number = f"LP/B/{n}/XI/2025/SPKT/POLRESTA BALIKPAPAN/POLDA KALTIM"
        actions.add_police_report(case, {**LP, "number": number}, by=sari)
        actions.add_place(case, {"region": case.region}, by=sari)
    client = browser_of("sari")
    with django_assert_max_num_queries(25):
        assert client.get(reverse("case", args=[case.public_id])).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("sari", 200),
        ("budi", 200),
        ("dewi", 200),
        ("seto", 200),
        ("eko", 200),
        ("citra", 404),
        ("wati", 404),
        ("joko", 404),
        ("nur", 404),
        ("ani", 404),
        ("tono", 404),
    ],
)
def test_who_sees_the_page(case, who, status):
    response = browser_of(who).get(reverse("case", args=[case.public_id]))
    assert response.status_code == status
    if status == 404:
        denied = AuditEvent.objects.get(verb="denied")
        assert denied.reason == "404 case"


def test_signed_out_sees_only_the_way_in(case, client):
    response = client.get(reverse("case", args=[case.public_id]))
    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


# Every address of a case; `row` stands where the address names one of its victims.
ADDRESSES = [
    "case_timeline",
    "case_access",
    "case_edit",
    "case_withdraw",
    "case_restore",
    "case_narrative",
    "case_narrative_edit",
    "case_stage_new",
    "case_stage_withdraw row",
    "case_stage_restore row",
    *(
        f"case_{noun}_{act}"
        for noun in ("victim", "suspect", "police_report", "place")
        for act in ("new", "edit row", "withdraw row", "restore row")
    ),
    "case_worker_new",
    "case_worker_end row",
    "case_reader_new",
    "case_reader_end row",
    "case_restriction_new",
    "case_restriction_lift",
    "case_match_new",
]
ROUTES = {
    pattern.name
    for pattern in urls.urlpatterns
    if str(pattern.pattern).startswith("cases/<uuid:public_id>/")
}
# Asked by tests of their own: of referrals either office ends one; all may ask why.
ELSEWHERE = {
    "case_why",
    *("case_referral_choose", "case_referral_new", "case_referral_end"),
    # tests/cases/test_identity_masks.py, tests/security/test_doors.py
    *(name for name in ROUTES if name.startswith(("case_person", "case_opening"))),
    *(name for name in ROUTES if name.startswith(("case_reporter", "case_shelter"))),
}


def address(case, words: str) -> str:
    route, *row = words.split()
    return reverse(route, args=[case.public_id, *[case.public_id for _ in row]])


@pytest.mark.parametrize("words", ADDRESSES)
@pytest.mark.parametrize("who", ["citra", "seto", "eko", "ani", "tono"])
def test_below_the_page_everything_is_404_for_who_sees_no_case(case, words, who):
    assert browser_of(who).post(address(case, words)).status_code in (404, 405)
    assert browser_of(who).get(address(case, words)).status_code == 404


@pytest.mark.parametrize("route", ["case_narrative", "case_narrative_edit"])
def test_the_address_of_the_sentence_leads_back_to_the_case(case, route):
    answer = browser_of("sari").get(reverse(route, args=[case.public_id]))
    assert answer.url == reverse("case", args=[case.public_id])


@pytest.mark.parametrize("words", ADDRESSES[2:])
def test_command_reads_and_does_not_write(case, words):
    route = words.split()[0]
    status = browser_of("dewi").post(address(case, words)).status_code
    assert status == 403
    assert route not in {"case_timeline"}


def test_command_is_offered_no_act(case):
    html = read("dewi", case)
    for words in ("Catat kemajuan", "Tambah korban", "Ubah", "Tarik", "Tampilkan"):
        assert words not in html.split("<main")[1].split("</main>")[0]


def test_each_address_of_a_case_is_in_the_table():
    named = {f"case_{words.split()[0].removeprefix('case_')}" for words in ADDRESSES}
    assert named | ELSEWHERE | {"case"} == ROUTES


# -- The summary ----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["seto", "eko"])
def test_a_secretariat_reads_month_regency_age_groups_and_stage_only(case, who):
    main = read(who, case).split("<main")[1].split("</main>")[0]
    for words in ("November 2025", "Kota Balikpapan", "1 anak, 1 dewasa", "Belum LP"):
        assert words in main
    for hidden in (
        case.register_no,
        "Balikpapan Utara",
        "11/11/2025",
        "Prostitusi",
        "MiChat",
        "Polresta",
        SENTENCE,
        "Perempuan",
    ):
        assert hidden not in main


def test_a_summary_counts_in_english_as_english_does(sari):
    User.objects.filter(username="eko").update(language="en")
    assert "2 children" in read("eko", a_case(sari, victims=(GIRL, GIRL)))
    assert "1 child<" in read("eko", a_case(sari, victims=(GIRL,)))


def test_one_child_is_told_as_one_victim(sari):
    case = a_case(sari, victims=(GIRL,))
    assert "1 korban, seorang anak" in read("sari", case)
    User.objects.filter(username="sari").update(language="en")
    assert "1 victim, a child" in read("sari", case)


@pytest.mark.parametrize("who", ["seto", "eko"])
def test_a_withdrawn_case_has_no_summary(case, sari, who):
    actions.withdraw_case(case, by=sari, reason=WithdrawReason.TEST, seen=case.version)
    url = reverse("case", args=[case.public_id])
    assert browser_of(who).get(url).status_code == 404
    assert browser_of("sari").get(url).status_code == 200


# -- The sentence ---------------------------------------------------------------------


def test_the_sentence_stays_shut_until_its_writer_asks(case):
    assert SENTENCE not in read("sari", case)
    response = browser_of("sari").post(reverse("case_narrative", args=[case.public_id]))
    assert SENTENCE in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert (
        AuditEvent.objects.filter(verb="read_narrative", case_id=case.pk).count() == 1
    )
    assert SENTENCE not in read("sari", case)


@pytest.mark.parametrize("who", ["budi", "dewi"])
def test_the_sentence_is_for_its_writer_only(case, who):
    assert "Dirahasiakan" in read(who, case)
    assert "Tampilkan uraian" not in read(who, case)
    response = browser_of(who).post(reverse("case_narrative", args=[case.public_id]))
    assert response.status_code == 403
    assert SENTENCE not in response.content.decode()


def test_the_sentence_is_rewritten_and_a_stale_page_says_so(case, sari):
    client = browser_of("sari")
    url = reverse("case_narrative_edit", args=[case.public_id])
    assert client.post(url, {"text": "Kalimat baru.", "seen": 1}).status_code == 302
    assert actions.read_narrative(type(case).objects.get(), by=sari) == "Kalimat baru."
    stale = client.post(url, {"text": "Kalimat lain.", "seen": 1})
    assert stale.status_code == 409
    assert "Kalimat lain." in stale.content.decode()


# -- Police reports -------------------------------------------------------------------


def lp_page(case, sari, number: str) -> str:
    actions.add_police_report(case, {**LP, "number": number}, by=sari)
    return read("sari", case)


def test_an_odd_number_carries_a_warning(case, sari):
    assert "Nomor tidak lazim" not in lp_page(case, sari, LP["number"])
    assert "Nomor tidak lazim" in lp_page(case, sari, "LP-17/2025")


def test_the_same_number_on_another_visible_case_is_linked(case, sari):
    other = a_case(sari, police_reports=(LP,))
    number = LP["number"].lower().replace("/214/", " / 0214/")
    html = lp_page(case, sari, number)
    assert "Nomor ini juga tercatat pada" in html
    assert reverse("case", args=[other.public_id]) in html


def test_the_same_number_out_of_sight_or_withdrawn_says_nothing(case, sari):
    hidden = a_case(person("citra"), region="51.71.01", police_reports=(LP,))
    gone = a_case(sari, police_reports=(LP,))
    actions.withdraw_case(gone, by=sari, reason=WithdrawReason.TEST, seen=gone.version)
    html = lp_page(case, sari, LP["number"])
    assert PoliceReport.objects.same_number(LP["number"]).count() == 3
    assert "juga tercatat" not in html
    assert str(hidden.public_id) not in html


# -- Progress and timeline ------------------------------------------------------------


@pytest.mark.parametrize("stage", list(Stage))
def test_the_bar_stands_where_the_stage_is(case, stage):
    case.stage = stage
    states = [step["state"] for step in page.steps(case, [])]
    assert len(states) == 5
    assert states.count("now") + states.count("halt") <= 1
    assert "" not in states[: states.index("now")] if "now" in states else True


def test_a_stopped_case_keeps_its_place_on_the_bar(case, sari):
    for stage in (Stage.PRE_INVESTIGATION, Stage.INVESTIGATION, Stage.SP3):
        fresh = type(case).objects.get(pk=case.pk)
        actions.record_stage(fresh, by=sari, stage=stage, on=DAY, seen=fresh.version)
    entries = list(case.stage_entries.in_order())
    states = [s["state"] for s in page.steps(type(case).objects.get(), entries)]
    assert states == ["done", "halt", "", "", ""]


def test_the_timeline_says_who_did_what_and_no_value(case, sari):
    victim = case.victims.first()
    assign(case, "budi")
    actions.edit_victim(victim, {"age": 16}, by=person("budi"), seen=1)
    html = read("dewi", case)
    assert "Perkara dicatat" in html
    assert "Korban diubah" in html
    assert "Budi Hartono · umur saat eksploitasi" in html


def test_the_timeline_says_in_plain_words_that_the_day_is_less_certain(case, sari):
    month = {"happened_on": DAY.replace(day=1), "happened_precision": "month"}
    actions.edit_case(case, month, by=sari, seen=1)
    html = read("sari", case)
    assert "tanggal kejadian, seberapa pasti tanggal kejadian" in html
    assert "ketepatan" not in html


def test_a_long_timeline_ends_with_the_way_to_all_of_it(case, sari):
    for _ in range(timeline.SHOWN):
        actions.add_victim(case, WOMAN, by=sari)
    everything = reverse("case_timeline", args=[case.public_id])
    assert everything in read("sari", case)
    assert read("sari", case, "case_timeline").count("<time>") == timeline.SHOWN + 1


def test_every_verb_of_the_register_has_words():
    folder = Path(actions.__file__).parent
    files = [*folder.glob("*.py"), Path(shredding.__file__)]
    sources = "".join(file.read_text() for file in files)
    written = set(re.findall(r'verb(?:: str )?=\s?"(\w+)"', sources))
    named = re.findall(r"verb=([A-Z_]+)\b(?!\[)", sources)
    written |= {getattr(choices, name) for name in named}
    written |= set(choices.ELSEWHERE.values())
    about_cases = {verb for verb in written if not verb.endswith(("draft", "_view"))}
    about_cases -= {"missed_break_glass", "waited_break_glass"}  # no case was found
    # About people and their posts.
    about_cases -= {"ended_posting", "left_office", "made_post", "moved_person"}
    about_cases -= {"reviewed_alarm", "reviewed_week"}  # about who looked
    # About pairs of persons, and what is told to one manager alone.
    about_cases -= {"decided_duplicate", "resolved_match", "answered_match", "denied"}
    assert about_cases | set(REVEALS) == set(timeline.VERBS)


def test_english_reads_english(case):
    User.objects.filter(username="sari").update(language="en")
    html = read("sari", case)
    assert "Record progress" in html
    assert "Catat kemajuan" not in html
    assert re.search(r"<time>\d\d/\d\d/\d{4}, \d\d:\d\d</time>", html)
    assert re.search(r'"zone">[^<]* \d\d:\d\d WITA<', html)
