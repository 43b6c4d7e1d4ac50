"""Catat kemajuan: the table of transitions, and its page."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agencies.models import AuditEvent
from cases import actions, stages
from cases.choices import Progress, Stage
from cases.models import Case
from tests.cases.examples import DAY, LP, a_case
from tests.people import browser_of

pytestmark = pytest.mark.django_db

# What may be recorded after what, by hand from UU 20/2025 and Kep JA 518/2001; each
# word is a stage. The code's own table is read by nobody here. Nobody records
# lp_issued: it comes and goes with the police report.
TABLE = """
intake              : pre_investigation lidik_stopped transferred
lp_issued           : pre_investigation investigation lidik_stopped transferred
pre_investigation   : investigation lidik_stopped transferred
investigation       : spdp_sent suspect_named suspect_detained suspect_wanted sp3 diverted transferred
spdp_sent           : suspect_named suspect_detained suspect_wanted file_stage_1 sp3 diverted transferred
suspect_named       : spdp_sent suspect_detained suspect_wanted file_stage_1 sp3 diverted transferred
suspect_detained    : spdp_sent suspect_named suspect_wanted file_stage_1 sp3 diverted transferred
suspect_wanted      : spdp_sent suspect_named suspect_detained file_stage_1 sp3 diverted transferred
file_stage_1        : file_p18 file_p19 file_p21 sp3
file_p18            : file_stage_1 file_p19 file_p21
file_p19            : file_stage_1 file_p21 sp3
file_p21            : file_stage_2 prosecution_stopped
file_stage_2        : indicted prosecution_stopped diverted
indicted            : trial diverted
trial               : demand verdict diverted
demand              : verdict
verdict             : appeal cassation final
appeal              : cassation final
cassation           : final
judicial_review     : final executed
final               : judicial_review executed
executed            : judicial_review
sp3                 : investigation
lidik_stopped       : pre_investigation
prosecution_stopped : indicted
diverted            : investigation file_stage_2 trial
transferred         : pre_investigation investigation
"""  # noqa: E501 - a table is read row by row
GROUPS = """
no_lp       : intake
lidik       : lp_issued pre_investigation
sidik       : investigation spdp_sent suspect_named suspect_detained suspect_wanted file_stage_1 file_p18 file_p19
p21         : file_p21 file_stage_2 indicted trial demand verdict appeal cassation judicial_review final executed
dihentikan  : sp3 lidik_stopped prosecution_stopped diverted
dilimpahkan : transferred
"""  # noqa: E501 - a table is read row by row


def read(table: str) -> dict[str, list[str]]:
    lines = [line.split(":") for line in table.strip().splitlines()]
    return {left.strip(): right.split() for left, right in lines}


MAY = {(now, to) for now, following in read(TABLE).items() for to in following}


def test_the_table_names_every_stage_once():
    assert list(read(TABLE)) == sorted(read(TABLE), key=list(read(TABLE)).index)
    assert set(read(TABLE)) == set(Stage.values)


@pytest.mark.parametrize("now", Stage)
def test_what_may_follow(now):
    following = [stage.value for stage in stages.may_follow(now)]
    assert set(following) == {to for before, to in MAY if before == now}
    assert following == sorted(following, key=Stage.values.index)


def test_every_stage_belongs_to_one_group():
    expected = {
        stage: group for group, found in read(GROUPS).items() for stage in found
    }
    assert {s.value: stages.PROGRESS_OF[s].value for s in Stage} == expected
    assert set(read(GROUPS)) == set(Progress.values)


def test_every_stage_can_be_reached():
    reached = edge = {"intake", "lp_issued"}
    while edge:
        edge = {to for now, to in MAY if now in edge} - reached
        reached |= edge
    assert reached == set(Stage.values)


# What is to be done next when the stage before the arrow is the last one, and those
# after it were reached earlier.
ONWARD = """
intake                                          > lp_issued
lp_issued intake                                > pre_investigation
pre_investigation lp_issued                     > investigation
pre_investigation intake                        > investigation
investigation pre_investigation                 > spdp_sent
spdp_sent investigation                         > suspect_named
spdp_sent suspect_named                         > file_stage_1
suspect_named spdp_sent                         > file_stage_1
suspect_detained suspect_named spdp_sent        > file_stage_1
suspect_wanted suspect_named spdp_sent          > suspect_detained
suspect_wanted suspect_detained spdp_sent       > file_stage_1
suspect_named investigation                     > spdp_sent
suspect_detained suspect_named                  > spdp_sent
suspect_wanted suspect_named                    > spdp_sent
file_stage_1 spdp_sent                          > file_p21
file_p18 file_stage_1                           > file_p19
file_p19 file_stage_1                           > file_stage_1
file_stage_1 file_p19                           > file_p21
file_p21 file_stage_1                           > file_stage_2
file_stage_2 file_p21                           > indicted
indicted file_stage_2                           > trial
trial indicted                                  > demand
demand trial                                    > verdict
verdict trial                                   > final
appeal verdict                                  > final
cassation appeal                                > final
final verdict                                   > executed
judicial_review final                           > executed
judicial_review final executed                  >
executed final                                  >
sp3 investigation                               >
lidik_stopped pre_investigation                 >
prosecution_stopped file_p21                    >
diverted trial                                  >
transferred investigation                       >
investigation sp3 spdp_sent suspect_named       > spdp_sent
"""


@pytest.mark.parametrize("line", ONWARD.strip().splitlines())
def test_what_is_to_be_done_next(line):
    (now, *reached), following = (side.split() for side in line.split(">"))
    found = stages.onward(Stage(now), {Stage(stage) for stage in [now, *reached]})
    assert [found] == (following or [None])


def test_the_next_step_is_named_for_every_stage():
    firsts = {line.split()[0] for line in ONWARD.strip().splitlines()}
    assert firsts == set(Stage.values)


# -- With and without a report -------------------------------------------------------


def recorded(case, stage: Stage, by, on: date = LP["dated_on"]):
    now = Case.objects.get()
    return actions.record_stage(now, by=by, stage=stage, on=on, seen=now.version)


def taken_back(case, by):
    now = Case.objects.get()
    last = now.stage_entries.standing().in_order().last()
    return actions.withdraw_stage(last, by=by, reason="wrong_entry", seen=now.version)


def standing(case) -> list[str]:
    entries = list(case.stage_entries.standing().in_order())
    assert Case.objects.get().stage == entries[-1].stage
    return [entry.stage for entry in entries]


def test_nobody_records_that_a_report_was_issued(case, sari):
    with pytest.raises(ValidationError, match="tambahkan LP-nya"):
        recorded(case, Stage.LP_ISSUED, sari)


def test_while_a_report_stands_its_stage_is_not_taken_back(case, sari):
    actions.add_police_report(case, LP, by=sari)
    with pytest.raises(ValidationError, match="Tarik LP-nya dahulu"):
        taken_back(case, sari)
    assert standing(case) == ["intake", "lp_issued"]


def test_with_the_last_report_goes_its_stage_wherever_it_stands(case, sari):
    report = actions.add_police_report(case, LP, by=sari)
    recorded(case, Stage.PRE_INVESTIGATION, sari)
    actions.withdraw_police_report(report, by=sari, reason="wrong_entry", seen=1)
    assert standing(case) == ["intake", "pre_investigation"]
    taken_back(case, sari)
    assert standing(case) == ["intake"]


def test_a_report_after_lidik_leaves_the_stage_and_takes_it_nowhere(case, sari):
    recorded(case, Stage.PRE_INVESTIGATION, sari)
    report = actions.add_police_report(case, LP, by=sari)
    assert standing(case) == ["intake", "pre_investigation"]
    actions.withdraw_police_report(report, by=sari, reason="wrong_entry", seen=1)
    assert standing(case) == ["intake", "pre_investigation"]


def test_back_at_intake_a_report_that_stands_counts(case, sari):
    recorded(case, Stage.PRE_INVESTIGATION, sari)
    actions.add_police_report(case, LP, by=sari)
    taken_back(case, sari)
    assert standing(case) == ["intake", "lp_issued"]
    assert Case.objects.get().progress == Progress.LIDIK


# -- The page -------------------------------------------------------------------------


@pytest.fixture
def case(sari):
    return a_case(sari)


def url(case) -> str:
    return reverse("case_stage_new", args=[case.public_id])


def typed(stage: Stage, on: date = DAY, seen: int = 1) -> dict:
    day = {"on_day": on.day, "on_month": on.month, "on_year": on.year}
    return {"stage": stage.value, "seen": seen, **day}


def record(case, stage: Stage, who: str = "sari", **more):
    return browser_of(who).post(url(case), typed(stage, **more))


def test_the_page_offers_what_may_follow_and_no_more(case):
    html = browser_of("sari").get(url(case)).content.decode()
    offered = {s for s in Stage.values if f'name="stage" value="{s}"' in html}
    assert offered == set(read(TABLE)["intake"])


def test_recorded_it_moves_the_group_and_leaves_one_event(case):
    response = record(case, Stage.PRE_INVESTIGATION)
    assert response.status_code == 302
    assert Case.objects.get().progress == Progress.LIDIK
    event = AuditEvent.objects.get(verb="recorded_stage")
    assert event.changes == {"stage": ["intake", "pre_investigation"]}
    html = browser_of("sari").get(reverse("case", args=[case.public_id])).content
    assert "Penyelidikan" in html.decode()


@pytest.mark.parametrize(
    ("stage", "on", "says"),
    [
        (Stage.VERDICT, DAY, "tidak dapat mengikuti"),
        (Stage.PRE_INVESTIGATION, date(2025, 11, 10), "sebelum tahap terakhir"),
        (Stage.PRE_INVESTIGATION, date(2999, 1, 1), "setelah hari ini"),
    ],
)
def test_refused_it_says_how_to_do_it(case, stage, on, says):
    response = record(case, stage, on=on)
    assert response.status_code == 200
    assert Case.objects.get().stage == Stage.INTAKE
    html = response.content.decode()
    assert 'class="errors"' in html
    assert says in html


def test_a_case_that_moved_on_meanwhile_is_409_with_the_typing_kept(case):
    record(case, Stage.PRE_INVESTIGATION, who="budi")
    response = record(case, Stage.INVESTIGATION)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Budi Hartono" in html
    assert 'name="seen" value="2"' in html
    assert Case.objects.get().stage == Stage.PRE_INVESTIGATION


def test_what_no_longer_may_follow_is_told_as_a_conflict(case, sari):
    record(case, Stage.TRANSFERRED, who="budi")
    response = record(case, Stage.LIDIK_STOPPED)
    assert response.status_code == 409
    assert "Budi Hartono" in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("dewi", 403), ("citra", 404)])
def test_who_may_not_record(case, who, status):
    assert record(case, Stage.PRE_INVESTIGATION, who=who).status_code == status
    assert Case.objects.get().stage == Stage.INTAKE


def test_the_last_stage_is_taken_back_with_a_reason(case, sari):
    record(case, Stage.PRE_INVESTIGATION)
    last = case.stage_entries.in_order().last()
    address = reverse("case_stage_withdraw", args=[case.public_id, last.public_id])
    client = browser_of("sari")
    assert "Penyelidikan" in client.get(address).content.decode()
    assert client.post(address, {"seen": 2}).status_code == 200
    sent = {"seen": 2, "reason": "wrong_entry"}
    assert client.post(address, sent).status_code == 302
    assert Case.objects.get().stage == Stage.INTAKE
    assert client.post(address, sent).status_code == 409


def test_only_the_last_stage_is_offered_to_be_taken_back(case, sari):
    actions.add_police_report(case, LP, by=sari)
    fresh = Case.objects.get()
    actions.record_stage(
        fresh,
        by=sari,
        stage=Stage.INVESTIGATION,
        on=LP["dated_on"],
        seen=fresh.version,
    )
    html = browser_of("sari").get(reverse("case", args=[case.public_id])).content
    assert len(re.findall(r"/stages/[\w-]{36}/withdraw/", html.decode())) == 1
    first = case.stage_entries.in_order().first()
    address = reverse("case_stage_withdraw", args=[case.public_id, first.public_id])
    sent = {"seen": Case.objects.get().version, "reason": "wrong_entry"}
    refused = browser_of("sari").post(address, sent)
    assert "Hanya tahap terakhir" in refused.content.decode()
    assert Case.objects.get().stage == Stage.INVESTIGATION
