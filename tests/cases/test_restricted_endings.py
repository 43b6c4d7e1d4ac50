"""Work on a restricted case that ends: with it ends what she reads by name."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from agencies import clock
from agencies.choices import Role
from agencies.models import AuditEvent, User
from cases import actions, readers, words
from cases.choices import Work
from cases.models import Case, CaseWorker
from tests.cases.involved import OFFICER, at, read
from tests.cases.test_restricted_work import LEAK, S, a_full_case, seen, taken
from tests.people import person
from tests.security.visitors import hire

pytestmark = pytest.mark.django_db


def assigned(case: Case, username: str, by: str, **more) -> CaseWorker:
    trade = Work.INVESTIGATOR if by == "rini" else Work.CASE_MANAGER
    order = {"letter_number": "Sprin/1", "work": trade, "starts_on": clock.today()}
    return actions.assign_worker(
        case, user=person(username), by=person(by), **order | more
    )


def test_with_her_work_ends_what_she_reads_by_name():
    case = a_full_case()
    taken(case)
    worker = assigned(case, "budi", "rini")
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    actions.name_reader(case, user=person("rini"), by=person("sari"))
    assert seen(case, "budi") & S.NARRATIVE

    asks = read("rini", at("case_worker_end", case, worker.public_id))
    assert "Budi Hartono tidak lagi membuka perkara ini" in asks
    actions.end_work(worker, by=person("rini"))
    actions.end_work(case.workers.get(user__username="wati"), by=person("wati"))

    assert not seen(case, "budi")
    assert not seen(case, "wati")
    assert AuditEvent.objects.filter(verb="ended_key").count() == 2


def test_other_work_of_hers_keeps_what_she_reads_by_name():
    case = a_full_case()
    wrote = assigned(case, "sari", "rini")
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    actions.name_reader(case, user=person("rini"), by=person("sari"))
    actions.end_work(wrote, by=person("rini"))
    assert seen(case, "sari") & S.NARRATIVE


def test_work_of_the_last_reader_is_not_ended():
    case = a_full_case()
    worker = assigned(case, "rini", "rini")
    actions.restrict_case(case, by=person("rini"), reason=LEAK)
    actions.end_key(
        readers.named(case).get(key__user=case.created_by), by=person("sari")
    )

    with pytest.raises(ValidationError, match="pembaca terakhir"):
        actions.end_work(worker, by=person("rini"))

    worker.refresh_from_db()
    assert worker.ended_at is None
    assert seen(case, "rini") & S.NARRATIVE


def test_the_last_day_of_her_letter_ends_what_she_reads_by_name():
    case = a_full_case()
    taken(case)
    actions.end_work(case.workers.get(), by=person("wati"))
    for who, by in (("budi", "rini"), ("rini", "rini"), ("wati", "wati")):
        assigned(case, who, by, ends_on=clock.today())
    actions.restrict_case(case, by=person("rini"), reason=LEAK)
    assert seen(case, "budi") & S.NARRATIVE
    assert seen(case, "wati") & S.SHELTER
    shown = read("sari", at("case", case)).split("Pembaca perkara terbatas")[1]
    assert shown.count(f"sampai {words.day(clock.today())}") == 2 + 3  # and the letters

    with clock.set_to(clock.midnight(clock.today() + timedelta(days=1))):
        for who in ("budi", "wati"):
            assert not Case.objects.visible_to(person(who)).exists()
            assert not seen(case, who)
        for who in ("rini", "sari"):  # by her post; as the writer
            assert seen(case, who) & S.NARRATIVE


def test_a_letter_without_a_last_day_or_a_longer_one_keeps_it():
    case = a_full_case()
    assigned(case, "budi", "rini", ends_on=clock.today())
    assigned(case, "budi", "rini", work=Work.COMPANION)
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    with clock.set_to(clock.now() + timedelta(days=1)):
        assert seen(case, "budi") & S.NARRATIVE


@pytest.mark.parametrize("by", ["budi", "a colleague"])
def test_whose_letter_is_the_longest_stays_where_all_would_go(by):
    case = a_full_case()
    hire("rekan.uji", "Rekan", "POLRESTA-BPP-PPA", Role.OFFICER, title="Penyidik")
    User.objects.filter(username="sari").update(suspended_at=clock.now())
    assigned(case, "budi", "rini", ends_on=clock.today() + timedelta(days=1))
    assigned(case, "rekan.uji", "rini", ends_on=clock.today())
    if by == "budi":
        actions.restrict_case(case, by=person("budi"), reason=LEAK)
    else:  # who stays, but may not go on with it
        hire("lain.uji", "Lain", "POLRESTA-BPP-PPA", Role.OFFICER, title="Lain")
        actions.add_suspect(case, OFFICER, by=person("lain.uji"))
    with clock.set_to(clock.now() + timedelta(days=2)):
        assert seen(case, "budi") & S.NARRATIVE
        assert not seen(case, "rekan.uji")


def test_lifting_the_restriction_says_of_each_reader_that_she_was_ended():
    case = a_full_case()
    taken(case)
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    actions.lift_restriction(case, by=person("sari"))

    ended = AuditEvent.objects.filter(verb="ended_key", case_id=case.pk)
    keys = case.keys.values_list("pk", "version")
    assert set(ended.values_list("subject_id", "subject_version")) == set(keys)
    assert [version for _pk, version in keys] == [2, 2]
