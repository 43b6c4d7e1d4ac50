"""A form of somebody, drawn before her record was joined or parted, and sent after.

Her part in the case is another person's then, who may stand at the same version.
"""

import re

import pytest
from django.test import Client

from cases import actions
from cases.models import Involvement, Person
from tests.cases.alike import OTHER, fresh, merged, two
from tests.cases.involved import at, words_of
from tests.cases.somebody import MELATI
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
TYPED = {"edit": {"name": "Mawar"}, "decline": {}, "withdraw": {"reason": "wrong_case"}}
MOVED = "catatan orangnya, digabungkan atau dipisahkan"


@pytest.fixture
def sari() -> Client:
    return browser_of("sari")


def drawn(response) -> dict[str, str]:
    """The hidden fields of its form."""
    main = response.content.decode().split('<main id="isi"')[-1]
    return dict(HIDDEN.findall(main))


def address(part: Involvement, act: str) -> str:
    return at(f"case_person_{act}", part.case, part.public_id)


def before_a_merge() -> tuple[Involvement, Involvement]:
    """Two, of whom the second is at the version that the first comes to by a merge."""
    kept, other = two()
    actions.edit_particulars(other, {"passport": "A123"}, by=person("sari"), seen=1)
    return kept, other


def said() -> list[tuple]:
    everybody = Person.objects.order_by("pk")
    return [(one.version, one.client_code, one.particulars()) for one in everybody]


@pytest.mark.parametrize("act", TYPED)
def test_a_form_drawn_before_a_merge_meets_no_other_record(sari, act):
    kept, other = before_a_merge()
    form = drawn(sari.get(address(other, act)))
    merged(kept, other)
    assert fresh(other).person.version == 2
    now = said()
    answer = sari.post(address(other, act), form | TYPED[act])
    assert answer.status_code == 409
    assert f"{MOVED} ({person('sari').full_name}" in words_of(answer)
    assert said() == now
    assert now[0][2] == MELATI
    # What was typed stands on the page; sent again, it is meant for whoever stays.
    again = sari.post(address(other, act), drawn(answer) | TYPED[act])
    assert again.status_code == 302, words_of(again)


def test_the_page_keeps_what_was_typed_and_says_nothing_of_either(sari):
    kept, other = before_a_merge()
    form = drawn(sari.get(address(other, "edit")))
    merged(kept, other)
    answer = sari.post(address(other, "edit"), form | TYPED["edit"])
    assert 'value="Mawar"' in answer.content.decode()
    for value in (MELATI.name, MELATI.nik, OTHER["name"]):
        assert value not in answer.content.decode()


def test_the_page_tells_of_whom_it_is_about_by_now(sari):
    """What can be emptied is what is recorded of her, not of whom it was drawn for."""
    kept, other = before_a_merge()
    box = re.compile(r'name="drop" value="(\w+)"')
    page = sari.get(address(other, "edit"))
    merged(kept, other)
    form = drawn(page)
    answer = sari.post(address(other, "edit"), form | TYPED["edit"])
    now = sari.get(address(kept, "edit"))
    boxes = [set(box.findall(each.content.decode())) for each in (page, answer, now)]
    assert boxes[0] != boxes[1] == boxes[2]
    assert "aliases" in boxes[1]


def test_a_form_drawn_before_a_parting_meets_no_other_record(sari):
    kept, other = before_a_merge()
    merge = merged(kept, other)
    form = drawn(sari.get(address(other, "edit")))
    actions.part_persons(merge, by=person("sari"))
    now = said()
    answer = sari.post(address(other, "edit"), form | TYPED["edit"])
    assert answer.status_code == 409
    assert MOVED in words_of(answer)
    assert said() == now


def test_whoever_says_not_for_whom_it_was_drawn_is_asked_again(sari):
    _kept, other = two()
    answer = sari.post(address(other, "edit"), {"seen": "1", "name": "Mawar"})
    assert answer.status_code == 409
    assert fresh(other).person.version == 1
