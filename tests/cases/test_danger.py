"""Break-glass: what it opens, to whom, for how long, and who is told."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies import clock
from agencies.access import OutOfScope
from agencies.accounts.attempts import TRIES, LockedOut
from agencies.choices import Role
from agencies.eyes import looking
from agencies.models import AuditEvent
from agencies.sections import OPEN, Section
from cases import actions, danger, sight
from cases.choices import RestrictReason, SightReason, Verdict, WithdrawReason
from cases.models import Case, CaseKey, Victim
from tests.cases.examples import DAY, LP, LP_NUMBER, PIMP, a_case
from tests.people import browser_of, person
from tests.security.visitors import hire

pytestmark = pytest.mark.django_db

ANOTHER_DAY = date(2024, 2, 2)
HOURS = timedelta(seconds=settings.BREAK_GLASS_SECONDS)


def a_full_case(**more) -> Case:
    case = a_case(
        person("sari"),
        suspects=(PIMP,),
        police_reports=(LP,),
        narrative="Diajak kerja.",
        **more,
    )
    case.refresh_from_db()
    return case


def opened(case: Case, username: str = "citra", **more) -> Case:
    wanted = {"number": case.register_no, "day": DAY, "reason": SightReason.MISSING}
    return actions.break_glass(by=person(username), **wanted | more)


def seen(case: Case, username: str = "citra") -> Section:
    found = Section(0)
    for section in sight.of(person(username), case).opened:
        found |= section
    return found


def queue(username: str) -> list[CaseKey]:
    return list(CaseKey.objects.to_review_by(person(username)))


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (None, DAY),
        (None, LP["dated_on"]),
        (LP_NUMBER, DAY),
        (f" {LP_NUMBER.lower()} ", LP["dated_on"]),
    ],
    ids=["register and report", "register and LP's day", "LP", "LP as typed"],
)
def test_a_number_and_a_day_open_it(number, day):
    case = a_full_case()
    assert opened(case, number=number or case.register_no, day=day) == case
    assert seen(case) == OPEN | Section.VICTIM_IDENTITY


def test_it_opens_neither_reporter_nor_shelter_nor_the_sentence():
    case = a_full_case()
    opened(case)
    opened(case, "wati")
    shut = Section.REPORTER | Section.SHELTER | Section.NARRATIVE
    for username in ("citra", "wati"):
        assert not seen(case, username) & shut
    with pytest.raises(PermissionDenied):
        actions.read_narrative(case, by=person("citra"))


def test_it_shows_and_lets_nothing_be_written():
    case = a_full_case()
    opened(case)
    with pytest.raises(PermissionDenied):
        actions.edit_case(
            case, {"known_via": "hotline_110"}, by=person("citra"), seen=case.version
        )


def test_it_ends_at_the_next_request_after_four_hours():
    case = a_full_case()
    start = clock.now()
    opened(case)
    with clock.set_to(start + HOURS - timedelta(seconds=1)):
        assert Case.objects.visible_to(person("citra")).exists()
        assert danger.open_until(case, person("citra"))
    with clock.set_to(clock.now() + HOURS):
        assert not Case.objects.visible_to(person("citra")).exists()
        assert not Victim.objects.visible_to(person("citra")).exists()
        assert danger.open_until(case, person("citra")) is None


def missed(case: Case, **more) -> str:
    with pytest.raises(ValidationError) as refusal:
        opened(case, **more)
    assert not Case.objects.visible_to(person("citra")).exists()
    return refusal.value.messages[0]


def restricted(case: Case) -> None:
    actions.restrict_case(case, by=person("sari"), reason=RestrictReason.LEAK)


def withdrawn(case: Case) -> None:
    actions.withdraw_case(
        case, by=person("sari"), reason=WithdrawReason.TEST, seen=case.version
    )


def test_every_miss_is_told_in_one_sentence_by_as_many_statements():
    """No such number, another day, a restricted case, one that is withdrawn."""
    ways = [
        ({"number": "KAS/POLRESTA-BPP/2025/9999"}, None),
        ({"day": ANOTHER_DAY}, None),
        ({}, restricted),
        ({}, withdrawn),
    ]
    told, asked = set(), set()
    for more, spoiled in ways:
        case = a_full_case()
        if spoiled:
            spoiled(case)
        with CaptureQueriesContext(connection) as captured:
            told.add(missed(case, **more))
        asked.add(len(captured))
    assert (len(told), len(asked)) == (1, 1)


def test_the_first_of_a_month_is_no_second_fact_of_a_month():
    case = a_full_case(happened_on=date(2025, 10, 1), happened_precision="month")
    missed(case, day=date(2025, 10, 1))


def test_a_case_that_is_restricted_afterwards_shuts_at_once():
    case = a_full_case()
    opened(case)
    restricted(case)
    assert not Case.objects.visible_to(person("citra")).exists()


@pytest.mark.parametrize("username", ["seto", "eko", "ani", "tono"])
def test_whoever_works_on_no_case_breaks_no_glass(username):
    with pytest.raises(PermissionDenied):
        opened(a_full_case(), username)


def test_a_reason_of_every_day_is_no_emergency():
    with pytest.raises(ValidationError, match="darurat"):
        opened(a_full_case(), reason=SightReason.HANDLING)


def test_a_few_tries_an_hour_good_or_bad_and_each_on_record():
    case = a_full_case()
    opened(case)
    for _try in range(TRIES["break-glass"] - 1):
        missed_again(case)
    with pytest.raises(LockedOut):
        opened(case)
    with clock.set_to(clock.now() + timedelta(hours=1, seconds=1)):
        opened(a_full_case())
    verbs = AuditEvent.objects.filter(verb__endswith="break_glass").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        *["missed_break_glass"] * (TRIES["break-glass"] - 1),
        "waited_break_glass",
    ]
    assert AuditEvent.objects.filter(verb="broke_glass").count() == 2
    for event in AuditEvent.objects.filter(by=person("citra")):
        assert case.register_no not in str([event.changes, event.reason])


def missed_again(case: Case) -> None:
    with pytest.raises(ValidationError):
        opened(case, day=ANOTHER_DAY)


def test_the_lead_s_supervisor_and_one_level_up_are_told_at_once():
    case = a_full_case()
    opened(case)
    [key] = queue("rini")
    assert queue("dewi") == [key]
    assert (key.created_by, key.reason) == (person("citra"), SightReason.MISSING)
    for username in ("sari", "budi", "wati", "citra"):
        assert queue(username) == []


def test_what_her_own_office_opens_goes_one_level_up_at_once():
    lead = a_full_case().lead_agency
    polda = person("dewi").hat.agency_id
    assert danger.reviewers_of(lead, by=person("budi")) == [polda]


def test_nobody_reviews_herself():
    """Not even once she sits where it is reviewed."""
    opened(a_full_case())
    [key] = queue("rini")
    citra = person("citra")
    citra.assignment.post = person("rini").assignment.post
    assert not CaseKey.objects.to_review_by(citra).exists()
    with pytest.raises(OutOfScope):
        actions.review_key(key, verdict=Verdict.JUSTIFIED, by=citra)


def test_justified_leaves_the_queue():
    opened(a_full_case())
    [key] = queue("rini")
    actions.review_key(key, verdict=Verdict.JUSTIFIED, by=person("rini"))
    key.refresh_from_db()
    assert key.verdict == Verdict.JUSTIFIED
    assert queue("rini") == queue("dewi") == []
    assert AuditEvent.objects.get(verb="reviewed_key").by == person("rini")


def test_not_justified_shuts_it_and_goes_one_level_up():
    case = a_full_case()
    opened(case)
    [key] = queue("rini")

    actions.review_key(key, verdict=Verdict.UNJUSTIFIED, by=person("rini"))

    assert not Case.objects.visible_to(person("citra")).exists()
    assert queue("rini") == []
    assert queue("dewi") == [key]
    actions.review_key(key, verdict=Verdict.UNJUSTIFIED, by=person("dewi"))
    key.refresh_from_db()
    assert key.verdict == Verdict.UNJUSTIFIED
    assert queue("dewi") == []


def test_what_she_has_open_is_not_opened_again():
    case = a_full_case()
    opened(case)
    with pytest.raises(ValidationError, match="sedang terbuka"):
        opened(case)
    assert CaseKey.objects.count() == 1
    with clock.set_to(clock.now() + HOURS):
        assert opened(case) == case


def test_what_she_had_no_reason_to_open_stays_shut_to_her():
    case = a_full_case()
    opened(case)
    [key] = queue("rini")
    actions.review_key(key, verdict=Verdict.UNJUSTIFIED, by=person("rini"))
    with pytest.raises(ValidationError, match="tidak beralasan"):
        opened(case)
    assert not Case.objects.visible_to(person("citra")).exists()
    assert opened(case, "wati") == case, "of her alone it was said"


def test_the_verdict_shuts_what_two_requests_at_once_opened(monkeypatch):
    case = a_full_case()
    opened(case)
    with monkeypatch.context() as at_once:
        at_once.setattr(danger, "has_open", lambda *_either: False)
        opened(case)
    first, _second = queue("rini")
    actions.review_key(first, verdict=Verdict.UNJUSTIFIED, by=person("rini"))
    assert not Case.objects.visible_to(person("citra")).exists()


@pytest.mark.parametrize("office", ["PPATK", "KEMENKO-PMK"])
def test_an_office_without_a_trade_opens_nothing_in_danger(office):
    somebody = hire("tanpa.bidang", "Tanpa Bidang", office, Role.OFFICER, title="Staf")
    with pytest.raises(PermissionDenied, match="secara darurat"):
        opened(a_full_case(), somebody.username)
    assert browser_of(somebody.username).get("/cases/in-danger/").status_code == 403
    assert not CaseKey.objects.exists()


def test_the_reviewer_reads_what_was_opened_meanwhile():
    case = a_full_case()
    opened(case)
    [key] = queue("rini")
    done = danger.opened_with([key])[key.pk]
    assert [event.verb for event in done] == ["broke_glass"]


def test_closing_the_case_hides_no_opening_from_who_reviews_it():
    case = a_full_case()
    opened(case)
    actions.add_suspect(case, PIMP | {"public_office": "police"}, by=person("sari"))
    (key,) = queue("rini")
    with looking(person("rini").hat.scope_keys):
        assert not Case.objects.filter(pk=case.pk).exists()
        (key,) = queue("rini")
        actions.review_key(key, verdict=Verdict.UNJUSTIFIED, by=person("rini"))
    assert queue("rini") == []
    assert [one.pk for one in queue("dewi")] == [key.pk]


def test_a_case_that_she_sees_already_is_not_opened_in_danger():
    """A colleague of the unit would open its closed parts without any letter."""
    case = a_full_case()
    for username in ("budi", "dewi"):
        with pytest.raises(ValidationError, match="Minta penugasan"):
            opened(case, username)
    assert not CaseKey.objects.exists()


def test_the_office_for_which_she_opened_it_does_not_look_at_it():
    case = a_full_case()
    opened(case)
    key = CaseKey.objects.get()
    polda = person("dewi").assignment.post.agency
    key.key.agency = polda
    assert danger.next_above(key, by=person("rini")) == []
