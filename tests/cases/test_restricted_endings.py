"""Work on a restricted case that ends: with it ends what she reads by name."""

import pytest
from django.core.exceptions import ValidationError

from agencies import clock
from agencies.models import AuditEvent
from cases import actions, readers
from cases.choices import Work
from cases.models import Case, CaseWorker
from tests.cases.involved import at, read
from tests.cases.test_restricted_work import LEAK, S, a_full_case, seen, taken
from tests.people import person

pytestmark = pytest.mark.django_db


def assigned(case: Case, username: str, by: str, **more) -> CaseWorker:
    order = {"letter_number": "Sprin/1", "starts_on": clock.today()} | more
    trade = Work.INVESTIGATOR if by == "rini" else Work.CASE_MANAGER
    return actions.assign_worker(
        case, user=person(username), by=person(by), work=trade, **order
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
