"""Persons who may be one: proposed by the index, told in words, decided by people."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.access import OutOfScope
from agencies.models import AuditEvent
from cases import actions, duplicates
from cases.management.commands import learn_name_weights
from cases.models import DuplicateDecision, Involvement, Person, PersonMerge
from cases.names import here, learning
from cases.names.scoring import shipped_weights, weights_of
from cases.particulars import Birth, Residence
from cases.person_choices import Part, Sameness
from cases.views.duplicates import READS_ALONE
from tests.api.clients import program_of
from tests.cases.alike import case_of, fresh, victim_of
from tests.cases.examples import PIMP, a_case, assign
from tests.cases.involved import read
from tests.cases.names.served import served
from tests.cases.somebody import FIELDS
from tests.cases.walled import eyes_of
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

KNOWN = {
    "birth": Birth.on(date(2009, 4, 17)),
    "residence": Residence(region="64.71.03"),
}
ONE = KNOWN | {"name": "Melati Kenarimutia binti Suhardiman"}
SAME = KNOWN | {"name": "Melaty Kenarimutia bt. Suhardiman"}
OTHER = {"name": "Yohanes Wibisono", "birth": Birth.on(date(1971, 1, 2))}


@pytest.fixture
def people() -> list[Involvement]:
    return [victim_of("sari", fields) for fields in (ONE, SAME, OTHER)]


@pytest.fixture
def index(people) -> Iterator[None]:
    with served(among=2_000):
        yield


def pair_of(people) -> tuple[Person, Person]:
    return people[0].person, people[1].person


def address(name: str, people) -> str:
    return reverse(name, args=[each.public_id for each in pair_of(people)])


# -- The queue -------------------------------------------------------------------------


def test_who_is_alike_is_proposed_and_why(people, index):
    (pair,), further = duplicates.queue(person("sari"))
    assert (pair.one, pair.other) == pair_of(people)
    assert further is None
    assert pair.percent > 50
    said = [reason.words for reason in pair.reasons if reason.speaks_for]
    assert "tahun lahir yang sama" in said


def test_every_sign_of_the_index_has_words():
    signs = shipped_weights().duplicates.keys() - {"start"}
    assert signs <= duplicates.SIGNS.keys()


def test_the_queue_shows_masks_and_never_a_name(people, index):
    for address_ in (reverse("duplicate_list"), address("duplicate", people)):
        page = browser_of("sari").get(address_)
        assert page.status_code == 200
        html = page.content.decode()
        assert "Nama tercatat" in html
        for word in ("Melat", "Kenarimutia", "2009"):
            assert word not in html
    listed = program_of("sari").call("GET", "duplicates/").content.decode()
    assert "Kenarimutia" not in listed
    assert '"name":1' in listed


def test_of_two_suspects_a_colleague_is_told_nothing_that_keeps_people_safe():
    """Each stands as a witness too, in a section that is shut to budi."""
    one, other = (accused_and_witness() for _n in range(2))
    here = reverse("duplicate", args=[one.public_id, other.public_id])
    path = f"duplicates/{one.public_id}/{other.public_id}/"
    both = "Nama tercatat, 1 nomor telepon"
    assert f"{both}, Kontak aman tercatat" in read("sari", here)
    text = read("budi", here)
    assert both in text
    assert "Kontak aman" not in text
    answered = program_of("budi").call("GET", path).json()
    for each in (answered["one"], answered["other"]):
        assert list(each["recorded"]) == ["name", "phones"]


def accused_and_witness() -> Person:
    sari = person("sari")
    case = a_case(sari, suspects=(PIMP,))
    suspect = case.suspects.get()
    fields = {"phones": ["0813-1111-2222"], "name": "Jono Kenarimutia"}
    part = actions.add_person(case, Part.SUSPECT, fields, by=sari, suspect=suspect)
    linked = actions.link_person(part.person, case, Part.WITNESS, by=sari)
    contact = {"safe_contact": FIELDS["safe_contact"]}
    return actions.edit_particulars(linked, contact, by=sari, seen=1)


def test_who_knows_her_as_a_suspect_is_not_told_that_she_declined():
    sari = person("sari")
    known = victim_of("sari", {})
    declined = actions.declare_declined(known, by=sari, seen=1)
    other = a_case(sari, suspects=(PIMP,))
    actions.link_person(declined, other, Part.SUSPECT, by=sari)
    assert "kode klien" in duplicates.person_row(declined, sari)["words"]
    row = duplicates.person_row(declined, person("budi"))
    assert row["words"] == "Identitas belum diketahui"


@pytest.mark.parametrize("who", ["budi", "dewi", "citra", "wati"])
def test_nobody_is_proposed_to_who_does_not_see_both(people, index, who):
    assert duplicates.queue(person(who)) == ([], None)
    assert browser_of(who).get(address("duplicate", people)).status_code == 404
    assert browser_of(who).get(address("duplicate_merge", people)).status_code == 404
    one, same = pair_of(people)
    path = f"duplicates/{one.public_id}/{same.public_id}/"
    assert program_of(who).call("GET", path).status_code == 404
    said = {"by": person(who), "features": {}}
    with pytest.raises(OutOfScope):
        actions.decide_duplicate(one, same, Sameness.SAME, **said)


def test_the_index_is_not_believed_about_who_may_see(people, index):
    """Both stand under budi's key; the register opens one of them to him."""
    assign(case_of(people[0]), "budi")
    assert duplicates.queue(person("budi")) == ([], None)


def test_the_queue_goes_on_with_who_was_recorded_before(people, index, monkeypatch):
    monkeypatch.setattr(duplicates, "PERSONS", 1)
    _pairs, further = duplicates.queue(person("sari"))
    assert further == people[2].person.public_id
    (pair,), further = duplicates.queue(person("sari"), further)
    assert (pair.one, pair.other) == pair_of(people)
    assert further == people[1].person.public_id


def test_more_people_cost_no_more_statements(people, index):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            duplicates.queue(person("sari"))
        return len(captured)

    few = asked()
    for _n in range(4):
        victim_of("sari", OTHER)
    assert asked() == few


def test_it_says_at_once_when_names_cannot_be_compared(people, settings, tmp_path):
    settings.NAMES_SOCKET = str(tmp_path / "none.sock")
    page = browser_of("sari").get(reverse("duplicate_list"))
    assert (page.status_code, str(here.DOWN) in page.content.decode()) == (
        503,
        True,
    )
    assert program_of("sari").call("GET", "duplicates/").status_code == 503
    # What people know of two persons can be said all the same.
    assert browser_of("sari").get(address("duplicate", people)).status_code == 200


# -- Decisions -------------------------------------------------------------------------


def decide(people, verdict: str):
    return browser_of("sari").post(address("duplicate", people), {"verdict": verdict})


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
    here, pair = address("duplicate", accused), pair_of(accused)
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


def queued(who: str) -> list[tuple[Person, Person]]:
    pairs, _further = duplicates.queue(person(who))
    return [(pair.one, pair.other) for pair in pairs]


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


# -- From the pair to one person, and back ---------------------------------------------


def test_the_same_person_is_merged_on_the_page_and_parted_again(people, index):
    one, same = pair_of(people)
    client = browser_of("sari")
    assert decide(people, "same").url == address("duplicate_merge", people)
    typed = {"kept": "one", "reason": "papers", "one_seen": 1, "other_seen": 1}
    answer = client.post(address("duplicate_merge", people), typed)
    assert answer.url == reverse("duplicate_list")
    assert fresh(people[1]).person == one
    merge = PersonMerge.objects.get()
    undo = reverse("merge_part", args=[merge.public_id])
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
    undo = reverse("merge_part", args=[made.public_id])
    assert browser_of(who).post(undo).status_code in (403, 404)
    path = f"merges/{made.public_id}/parting/"
    assert program_of(who).call("POST", path).status_code in (403, 404)
    assert fresh(people[1]).person == one


def test_a_program_does_the_same(people, index):
    sari, (one, same) = program_of("sari"), pair_of(people)
    (row,) = sari.call("GET", "duplicates/").json()["results"]
    assert [row["one"]["id"], row["other"]["id"]] == [
        str(one.public_id),
        str(same.public_id),
    ]
    path = f"duplicates/{one.public_id}/{same.public_id}/"
    assert sari.call("GET", path).json()["percent"] == row["percent"]
    assert sari.call("POST", path, {"verdict": "same"}).status_code == 200
    merge = {
        "kept": str(same.public_id),
        "merged": str(one.public_id),
        "kept_version": 1,
        "merged_version": 1,
        "reason": "said",
    }
    stale = sari.call("POST", "merges/", merge | {"kept_version": 7})
    assert stale.status_code == 412
    made = sari.call("POST", "merges/", merge)
    assert (made.status_code, made.json()["kept"]) == (200, str(same.public_id))
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


# -- Weights learnt from decisions -----------------------------------------------------


def decisions(people, n: int) -> None:
    one, same = pair_of(people)
    other = people[2].person
    pairs = ((same, Sameness.SAME, "same_year"), (other, Sameness.DIFFERENT, "x"))
    for another, verdict, sign in pairs:
        features = {sign: 1.0, "same_words": 2.0}
        said = {"by": person("sari"), "features": features}
        for _n in range(n):
            actions.decide_duplicate(one, another, verdict, **said)


def test_weights_are_learnt_from_the_last_word_on_each_pair(people, tmp_path):
    file = tmp_path / "weights.json"
    decisions(people, 3)
    call_command("learn_name_weights", file, least=1)
    learnt = weights_of(file)
    assert learnt.duplicates["same_year"] > 0 > learnt.duplicates["x"]
    assert learnt.search == shipped_weights().search
    assert json.loads(file.read_text()).keys() == shipped_weights()._asdict().keys()
    assert learnt.duplicates == learning.learn(
        [{"same_year": 1.0, "same_words": 2.0}, {"x": 1.0, "same_words": 2.0}],
        [True, False],
    )


def test_a_few_decisions_teach_nothing(people, tmp_path):
    decisions(people, 1)
    with pytest.raises(CommandError, match="at least 200 of each"):
        call_command("learn_name_weights", tmp_path / "weights.json")
    assert not (tmp_path / "weights.json").exists()
    assert weights_of(None) == shipped_weights()


def test_one_person_alone_teaches_nothing(people, tmp_path, monkeypatch):
    """However much she decides: of her the newest decisions of each kind are taken."""
    decisions(people, 1)
    _one, same = pair_of(people)
    said = {"by": person("sari"), "features": {"newer": 1.0}}
    actions.decide_duplicate(people[2].person, same, Sameness.DIFFERENT, **said)
    file = tmp_path / "weights.json"
    monkeypatch.setattr(learn_name_weights, "OF_ONE", 1)
    with pytest.raises(CommandError, match="1 pairs are one person and 1 are not"):
        call_command("learn_name_weights", file, least=2)
    call_command("learn_name_weights", file, least=1)
    assert {"newer", "x"} & weights_of(file).duplicates.keys() == {"newer"}


@pytest.mark.parametrize(
    "held", [None, "", "{", "[]", '{"search": {}, "duplicates": {}, "propose_from": 1}']
)
def test_an_index_with_wrong_weights_does_not_start(tmp_path, settings, held):
    file = tmp_path / "weights.json"
    if held is not None:
        file.write_text(held)
    settings.NAMES_WEIGHTS = str(file)
    with pytest.raises(CommandError, match=r"NAMES_WEIGHTS: .*weights.json holds"):
        call_command("name_index")


def test_weights_that_no_pair_can_begin_with_are_refused(tmp_path):
    shipped = shipped_weights()._asdict()
    del shipped["duplicates"]["start"]
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(shipped))
    with pytest.raises(ValueError, match="holds other weights"):
        weights_of(file)


def test_a_pair_is_two_persons(people):
    one = people[0].person
    said = {"by": person("sari"), "features": {}}
    with pytest.raises((OutOfScope, ValidationError)):
        actions.decide_duplicate(one, one, Sameness.SAME, **said)
    path = reverse("duplicate", args=[one.public_id] * 2)
    assert browser_of("sari").get(path).status_code == 404
