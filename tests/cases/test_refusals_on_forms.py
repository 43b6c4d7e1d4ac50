"""What she may not do to somebody is said on the form that she sent, not on a bare
page; where it can be known before, the way to it is not shown."""

import pytest
from django.urls import reverse

from agencies.models import AuditEvent
from cases import actions
from cases.actions.known import NOT_HERS
from cases.choices import WithdrawReason
from cases.duplicates import told_as
from cases.models import Case, Involvement
from cases.person_choices import Part
from tests.api.clients import program_of
from tests.cases.alike import fresh, two, victim_of
from tests.cases.examples import WOMAN, a_case
from tests.cases.involved import at, read, words_of
from tests.cases.somebody import FIELDS, MELATI, recorded
from tests.cases.test_forms_across_merges import drawn
from tests.cases.test_links import known_to_citra, restricted, through_budi
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

HIDDEN = "Identitas tidak terbuka bagi Anda"
SHUT = "Sebagian identitas orang ini tidak terbuka bagi Anda."


@pytest.fixture
def melati() -> Involvement:
    return victim_of("sari", FIELDS)


def refused(who: str, address: str, typed: dict, words=NOT_HERS) -> str:
    """The page with its form once more, and the refusal on record."""
    before = AuditEvent.objects.filter(verb="denied").count()
    answer = browser_of(who).post(address, typed)
    assert answer.status_code == 403
    html = answer.content.decode()
    assert f"Tidak dilakukan {words}" in words_of(answer)
    assert '<form class="form' in html
    assert AuditEvent.objects.filter(verb="denied").count() == before + 1
    return html


def seen(part: Involvement) -> dict[str, object]:
    now = fresh(part)
    return {"seen": now.person.version, "whose": now.whose}


def test_a_link_that_would_open_more_is_refused_on_the_form(melati):
    """What was typed stands there still."""
    actions.link_person(melati.person, melati.case, Part.SUSPECT, by=person("sari"))
    accused = Involvement.objects.get(part=Part.SUSPECT)
    his = a_case(person("budi"), victims=(WOMAN,))
    typed = {"register_no": melati.case.register_no, "key": "k"}
    typed["person"] = str(accused.public_id)
    html = refused("budi", at("case_person_link", his, "witness"), typed, SHUT)
    assert f'value="{melati.case.register_no}"' in html
    assert MELATI.name not in html
    assert not his.involvements.exists()


def test_nobody_is_offered_for_a_link_of_whom_she_does_not_write(melati):
    """Neither who is hidden, nor of whom she only reads."""
    linked = through_budi(melati)
    his = a_case(person("budi"), victims=(WOMAN,))
    typed = {"register_no": linked.case.register_no, "person": ""}
    address, client = at("case_person_link", his, "witness"), browser_of("budi")
    assert str(linked.public_id) in client.post(address, typed).content.decode()
    restricted(melati)
    page = client.post(address, typed)
    assert str(linked.public_id) not in page.content.decode()
    assert "orangnya dapat Anda hubungkan" in words_of(page)


def test_command_is_offered_no_suspect_whom_it_only_reads():
    case = a_case(person("sari"))
    accused = recorded(case, part=Part.SUSPECT, fields={"name": "Jono"})
    typed = {"register_no": case.register_no, "person": ""}
    offered = {}
    for who in ("budi", "dewi"):
        own = a_case(person(who))
        page = browser_of(who).post(at("case_person_link", own, "suspect"), typed)
        offered[who] = str(accused.public_id) in page.content.decode()
    assert offered == {"budi": True, "dewi": False}


def test_a_part_that_is_not_hers_to_give_back_is_refused_on_the_form(melati):
    linked = through_budi(melati)
    budi, wrong = person("budi"), WithdrawReason.WRONG_CASE
    version = fresh(linked).person.version
    actions.unlink_person(linked, by=budi, reason=wrong, seen=version)
    refused("budi", at("case_person_restore", linked.case, linked.public_id), {})
    assert fresh(linked).is_withdrawn


def test_whoever_may_not_let_her_decline_alone_reads_so_on_the_form(melati):
    known_to_citra(melati)
    refused(
        "sari", at("case_person_decline", melati.case, melati.public_id), seen(melati)
    )
    assert fresh(melati).person.client_code is None


def test_whoever_may_not_merge_reads_so_on_the_form():
    kept, other = two()
    known_to_citra(other)
    pair = [told_as(each.person, person("sari")) for each in (kept, other)]
    typed = {"kept": "one", "reason": "papers", "one_seen": "1", "other_seen": "1"}
    html = refused("sari", reverse("duplicate_merge", args=pair), typed)
    assert 'value="papers"' in html
    assert fresh(other).person_id != kept.person_id


def hidden_one(melati) -> tuple[Case, Involvement]:
    linked = through_budi(melati)
    restricted(melati)
    return linked.case, linked


def test_who_is_hidden_meanwhile_is_taken_out_all_the_same(melati):
    """Of who is hidden the form goes by the part, and asks once more, not for ever."""
    linked = through_budi(melati)
    actions.edit_particulars(melati, {"nik": "64"}, by=person("sari"), seen=1)
    address = at("case_person_withdraw", linked.case, linked.public_id)
    client = browser_of("budi")
    form = drawn(client.get(address))
    restricted(melati)
    again = client.post(address, form | {"reason": "wrong_case"})
    assert again.status_code == 409
    assert "NIK" not in words_of(again)
    done = client.post(address, drawn(again) | {"reason": "wrong_case"})
    assert done.status_code == 302, words_of(done)
    assert fresh(linked).is_withdrawn


def test_who_is_hidden_is_said_to_be_and_nothing_leads_to_writing_of_her(melati):
    case, linked = hidden_one(melati)
    page = browser_of("budi").get(at("case_person", case, linked.public_id))
    assert HIDDEN in words_of(page)
    for act in ("edit", "decline", "agree"):
        address = at(f"case_person_{act}", case, linked.public_id)
        assert address not in page.content.decode()
        assert browser_of("budi").get(address).status_code == 404
    away = at("case_person_withdraw", case, linked.public_id)
    assert away in page.content.decode()
    assert HIDDEN in read("budi", at("case", case))
    persons = program_of("budi").call("GET", f"cases/{case.public_id}/persons/").json()
    assert [row["is_hidden"] for row in persons["results"]] == [True]
    own = f"cases/{melati.case.public_id}/persons/"
    seen_by_her = program_of("sari").call("GET", own).json()["results"]
    assert [row["is_hidden"] for row in seen_by_her] == [False]
