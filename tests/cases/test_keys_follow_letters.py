"""What is read by letter ends with the letters that stand, whatever is done since."""

from datetime import timedelta

import pytest

from agencies import clock
from agencies.choices import Role
from agencies.models import User
from cases import actions, tasks
from cases.choices import SightReason, Work
from cases.models import Case
from tests.cases.involved import at, send
from tests.cases.test_restricted_endings import assigned
from tests.cases.test_restricted_work import LEAK, S, a_full_case, seen
from tests.people import person
from tests.security.visitors import hire

RINI = {"user": "RINI", "reason": "handling"}

pytestmark = pytest.mark.django_db


def after(days: int):
    return clock.set_to(clock.now() + timedelta(days=days))


def who_stays() -> Case:
    """budi's letter is the longest, so he stays until another is named."""
    case = a_full_case()
    hire("rekan.uji", "Rekan", "POLRESTA-BPP-PPA", Role.OFFICER, title="Penyidik")
    User.objects.filter(username="sari").update(suspended_at=clock.now())
    assigned(case, "budi", "rini", ends_on=clock.today() + timedelta(days=1))
    assigned(case, "rekan.uji", "rini", ends_on=clock.today())
    actions.restrict_case(case, by=person("rekan.uji"), reason=LEAK)
    return case


@pytest.mark.parametrize("by", ["budi", "rekan.uji"])
def test_once_another_is_named_who_stayed_goes_with_the_letter(by):
    case = who_stays()
    send(by, at("case_reader_new", case), RINI)
    with after(1):
        assert seen(case, "budi") & S.NARRATIVE
    with after(2):
        assert not seen(case, "budi")
        assert seen(case, "rini") & S.NARRATIVE
    before, held = case.keys.filter(key__user__username="budi").order_by("pk")
    assert (held.reason, held.sections) == (before.reason, before.sections)
    assert before.key.ended_at is not None


def test_whose_letter_has_passed_goes_at_once():
    case = who_stays()
    with after(2):
        tasks.end_passed()
        assert seen(case, "budi") & S.NARRATIVE, "nobody else could go on"
        send("budi", at("case_reader_new", case), RINI)
        assert not seen(case, "budi")
        assert seen(case, "rini") & S.NARRATIVE


@pytest.mark.parametrize(
    ("named", "reason"),
    [("dewi", SightReason.OVERSIGHT), ("citra", SightReason.HANDLING)],
)
def test_a_reader_of_another_office_lets_nobody_go(named, reason):
    case = who_stays()
    actions.name_reader(case, user=person(named), by=person("budi"), reason=reason)
    with after(3):
        assert seen(case, "budi") & S.NARRATIVE


def test_who_reads_by_her_post_or_by_name_alone_is_not_dated():
    """rini commands the unit; the colleague was named before she had a letter."""
    case = a_full_case()
    hire("rekan.uji", "Rekan", "POLRESTA-BPP-PPA", Role.OFFICER, title="Penyidik")
    assigned(case, "rini", "rini", ends_on=clock.today())
    actions.restrict_case(case, by=person("rini"), reason=LEAK)
    actions.name_reader(case, user=person("rekan.uji"), by=person("sari"))
    with after(1):
        today = clock.today()
        assigned(case, "rekan.uji", "rini", starts_on=today, ends_on=today)
        actions.name_reader(case, user=person("budi"), by=person("sari"))
    with after(3):
        for who in ("rini", "rekan.uji", "budi"):
            assert seen(case, who) & S.NARRATIVE


def test_the_end_of_the_longer_letter_leaves_her_the_shorter_one():
    case = a_full_case()
    long, short = (clock.today() + timedelta(days=days) for days in (30, 10))
    worker = assigned(case, "budi", "rini", ends_on=long)
    assigned(case, "budi", "rini", work=Work.COMPANION, ends_on=short)
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    actions.name_reader(case, user=person("rini"), by=person("sari"))

    actions.end_work(worker, by=person("rini"))

    with after(10):
        assert seen(case, "budi") & S.NARRATIVE
    with after(11):
        assert not seen(case, "budi")
        tasks.end_passed()
        assert not seen(case, "budi")
