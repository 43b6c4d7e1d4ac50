"""From the pair to one person, and back."""

import pytest
from django.urls import reverse

from cases import actions, duplicates
from cases.models import DuplicateDecision, PersonMerge
from cases.person_choices import Sameness
from tests.api.clients import program_of
from tests.cases.alike import fresh
from tests.cases.pairs import address, decide, pair_of, path_of, told_to
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db


def test_the_same_person_is_merged_on_the_page_and_parted_again(people, index):
    one, same = pair_of(people)
    client = browser_of("sari")
    assert decide(people, "same").url == address("duplicate_merge", people)
    typed = {"kept": "one", "reason": "papers", "one_seen": 1, "other_seen": 1}
    answer = client.post(address("duplicate_merge", people), typed)
    assert answer.url == reverse("duplicate_list")
    assert fresh(people[1]).person == one
    merge = PersonMerge.objects.get()
    undo = reverse("merge_part", args=told_to("sari", merge))
    assert undo in client.get(reverse("duplicate_list")).content.decode()
    assert client.get(undo).status_code == 200
    assert client.post(undo).url == reverse("duplicate_list")
    assert fresh(people[1]).person == same


def test_a_page_that_is_stale_merges_nobody(people, index):
    one, _same = pair_of(people)
    edit = {"by": person("sari"), "seen": 1}
    actions.edit_particulars(people[0], {"aliases": ["Ayu"]}, **edit)
    typed = {"kept": "one", "reason": "papers", "one_seen": 1, "other_seen": 1}
    answer = browser_of("sari").post(address("duplicate_merge", people), typed)
    assert answer.status_code == 200
    assert "Muat ulang" in answer.content.decode()
    assert not PersonMerge.objects.exists()
    assert one.pk


@pytest.mark.parametrize("who", ["budi", "citra", "seto", "ani"])
def test_nobody_else_parts_them(people, who):
    one, same = pair_of(people)
    how = {"by": person("sari"), "reason": "papers", "seen": (1, 1)}
    made = actions.merge_persons(one, same, **how)
    (alias,) = told_to(who, made)
    undo = reverse("merge_part", args=[alias])
    assert browser_of(who).post(undo).status_code in (403, 404)
    path = f"merges/{alias}/parting/"
    assert program_of(who).call("POST", path).status_code in (403, 404)
    assert fresh(people[1]).person == one


def test_a_program_does_the_same(people, index):
    sari, (one, same) = program_of("sari"), pair_of(people)
    (row,) = sari.call("GET", "duplicates/").json()["results"]
    first, second = told_to("sari", one, same)
    assert [row["one"]["id"], row["other"]["id"]] == [first, second]
    path = path_of(one, same)
    assert sari.call("GET", path).json()["percent"] == row["percent"]
    assert sari.call("POST", path, {"verdict": "same"}).status_code == 200
    merge = {
        "kept": second,
        "merged": first,
        "kept_version": 1,
        "merged_version": 1,
        "reason": "said",
    }
    stale = sari.call("POST", "merges/", merge | {"kept_version": 7})
    assert stale.status_code == 412
    made = sari.call("POST", "merges/", merge)
    assert (made.status_code, made.json()["kept"]) == (200, second)
    parted = sari.call("POST", f"merges/{made.json()['id']}/parting/")
    assert parted.json()["parted_at"]
    assert fresh(people[0]).person == one


def test_parting_is_the_last_word_on_the_pair(people, index):
    """Nobody is proposed the same two again, and no weight learns from the mistake."""
    one, same = pair_of(people)
    decide(people, "same")
    how = {"by": person("sari"), "reason": "papers", "seen": (1, 1)}
    # Whoever stays comes second in the pair: its order is not that of the merge.
    made = actions.merge_persons(same, one, **how)
    actions.part_persons(made, by=person("sari"))
    said, parted = DuplicateDecision.objects.order_by("pk")
    assert (said.verdict, parted.verdict) == (Sameness.SAME, Sameness.DIFFERENT)
    assert (parted.one, parted.other) == (one, same)
    assert parted.features == said.features != {}
    assert duplicates.queue(person("sari")) == ([], None)
