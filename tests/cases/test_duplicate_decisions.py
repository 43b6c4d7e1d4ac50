"""What people find of a pair: kept, counted, and never changed."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from agencies.access import OutOfScope
from agencies.models import AuditEvent
from cases import actions, duplicates
from cases.models import DuplicateDecision, Involvement
from cases.person_choices import Part, Sameness
from cases.views.duplicates import READS_ALONE
from tests.cases.alike import case_of, victim_of
from tests.cases.examples import PIMP, a_case, assign
from tests.cases.names.served import served
from tests.cases.pairs import (
    ONE,
    SAME,
    address,
    decide,
    pair_of,
    queued,
    told_to,
)
from tests.cases.walled import eyes_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


def test_a_decision_is_kept_with_what_spoke_for_it(people, index):
    assert decide(people, "different").url == reverse("duplicate_list")
    made = DuplicateDecision.objects.get()
    assert (made.one, made.other) == pair_of(people)
    assert made.features["same_year"] == 1.0
    assert not any("elati" in sign for sign in made.features)
    event = AuditEvent.objects.get(verb="decided_duplicate")
    assert event.changes == {"verdict": [None, "different"]}
    assert duplicates.queue(person("sari")) == ([], None)


def test_who_was_not_sure_leaves_it_to_others(people, index):
    decide(people, "unsure")
    assert len(duplicates.queue(person("sari"))[0]) == 1


def test_the_last_word_on_a_pair_counts(people, index):
    decide(people, "different")
    decide(people, "unsure")
    assert len(duplicates.queue(person("sari"))[0]) == 1


def test_what_was_decided_takes_no_place_from_what_is_left():
    """Of seven alike three are others than all the rest: four are left, six pairs."""
    alike = [victim_of("sari", ONE).person for _n in range(7)]
    said = {"by": person("sari"), "features": {}}
    for n, one in enumerate(alike[:3]):
        for other in alike[n + 1 :]:
            actions.decide_duplicate(one, other, Sameness.DIFFERENT, **said)
    with served(among=2_000):
        assert set(queued("sari")) == set(combinations(alike[3:], 2))


def test_who_is_hidden_from_her_takes_no_place_from_whom_she_sees():
    """The index knows their office's key, and not who of it sees them."""
    for _n in range(2 * duplicates.EACH):
        victim_of("sari", ONE)
    known = [victim_of("rini", ONE) for _n in range(2)]
    for part in known:
        assign(case_of(part), "budi")
    with served(among=2_000):
        assert queued("budi") == [pair_of(known)]


@pytest.fixture
def accused() -> Iterator[list[Involvement]]:
    """Two suspects who are alike, whom the index knows."""
    parts = [suspect_of("sari", fields) for fields in (ONE, SAME)]
    with served(among=2_000):
        yield parts


def test_who_reads_alone_takes_no_pair_from_those_who_know_them(accused):
    """Dewi commands: suspects open to her, and she writes of none."""
    here, pair = address("duplicate", accused, "dewi"), pair_of(accused)
    dewi = browser_of("dewi")
    for verdict in ("different", "same"):
        answer = dewi.post(here, {"verdict": verdict})
        assert answer.url == reverse("duplicate_list")
        told = dewi.get(reverse("duplicate_list")).content.decode()
        assert str(READS_ALONE) in told
        assert queued("budi") == [pair]
    assert {made.counts for made in DuplicateDecision.objects.all()} == {False}
    said = {"by": person("budi"), "features": {}}
    assert actions.decide_duplicate(*pair, Sameness.DIFFERENT, **said).counts
    assert queued("budi") == []
    # Nor does she bring it back.
    dewi.post(here, {"verdict": "unsure"})
    assert queued("budi") == []


def suspect_of(by: str, fields: dict) -> Involvement:
    user = person(by)
    case = a_case(user, suspects=(PIMP,))
    named = {"by": user, "suspect": case.suspects.get()}
    return actions.add_person(case, Part.SUSPECT, fields, **named)


def test_a_decision_is_never_changed(people, index):
    decide(people, "different")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        DuplicateDecision.objects.update(verdict="same")


def test_a_decision_stands_behind_the_wall_with_both(people, index):
    decide(people, "same")
    with eyes_of("sari"):
        assert DuplicateDecision.objects.count() == 1
    with eyes_of("citra"):
        assert not DuplicateDecision.objects.exists()


def test_a_pair_is_two_persons(people):
    one = people[0].person
    said = {"by": person("sari"), "features": {}}
    with pytest.raises((OutOfScope, ValidationError)):
        actions.decide_duplicate(one, one, Sameness.SAME, **said)
    path = reverse("duplicate", args=told_to("sari", one, one))
    assert browser_of("sari").get(path).status_code == 404
