"""Who reads a restricted case for oversight is not taken off by those she watches."""

import pytest
from django.core.exceptions import PermissionDenied

from cases import actions
from cases.choices import SightReason
from cases.models import Case, CaseKey
from tests.cases.involved import at, read, send
from tests.cases.test_restricted_endings import assigned
from tests.cases.test_restricted_work import LEAK, S, a_full_case, seen
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


def overseen(case: Case, username: str) -> CaseKey:
    """Closed by sari, who names her for oversight."""
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    return actions.name_reader(
        case, user=person(username), by=person("sari"), reason=SightReason.OVERSIGHT
    )


def test_no_other_reader_takes_her_off_and_the_page_offers_it_to_nobody_else():
    case = a_full_case()
    key = overseen(case, "rini")

    assert "Keluarkan Rini" not in read("sari", at("case", case))
    assert "Keluarkan Rini" in read("rini", at("case", case)), "she may leave"
    with pytest.raises(PermissionDenied, match="untuk pengawasan"):
        actions.end_key(key, by=person("sari"))
    send("sari", at("case_reader_end", case, key.public_id), {}, 403)
    assert seen(case, "rini") & S.NARRATIVE

    actions.end_key(key, by=person("rini"))
    assert not seen(case, "rini")


def test_who_oversees_it_from_another_office_may_leave_and_take_nobody_with_her():
    case = a_full_case()
    key = overseen(case, "dewi")
    budi = actions.name_reader(case, user=person("budi"), by=person("sari"))

    page = read("dewi", at("case", case))
    assert "Keluarkan Dewi" in page
    assert "Keluarkan Budi" not in page
    send("dewi", at("case_reader_end", case, budi.public_id), {}, 403)
    with pytest.raises(PermissionDenied):
        actions.end_key(budi, by=person("dewi"))
    send("dewi", at("case_reader_end", case, key.public_id), {})

    assert not seen(case, "dewi")
    assert seen(case, "budi") & S.NARRATIVE


def test_work_given_to_her_and_ended_takes_her_off_neither():
    case = a_full_case()
    overseen(case, "budi")
    actions.name_reader(case, user=person("rini"), by=person("sari"))
    actions.end_work(assigned(case, "budi", "rini"), by=person("rini"))
    assert seen(case, "budi") & S.NARRATIVE


def test_naming_her_offers_no_way_back_that_would_be_refused():
    case = a_full_case()
    actions.restrict_case(case, by=person("sari"), reason=LEAK)
    client = browser_of("sari")
    for who, reason, undone in (("BUDI", "handling", 1), ("RINI", "oversight", 0)):
        send(client, at("case_reader_new", case), {"user": who, "reason": reason})
        page = client.get(at("case", case)).content.decode()
        key = case.keys.get(key__user__username=who.lower())
        assert page.count(at("case_reader_end", case, key.public_id)) == 2 * undone
