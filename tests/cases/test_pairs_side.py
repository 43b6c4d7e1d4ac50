"""A pair field by field, and its page once it was judged, merged or parted."""

from uuid import UUID

import pytest
from django.urls import reverse

from agencies.access import OutOfScope
from agencies.accounts.attempts import TRIES
from cases import actions, duplicates, pairs
from cases.models import Involvement
from cases.pairs import history, side
from cases.person_choices import Part, Sameness
from tests.cases.alike import OTHER, case_of, merged, victim_of
from tests.cases.examples import a_case, assign
from tests.cases.involved import read
from tests.cases.pairs import ONE, SAME, address, decide, pair_of, told_to
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

NIK, PHONE = OTHER["nik"], OTHER["phones"]
DONE = reverse("duplicate_list") + "?state="


@pytest.fixture
def people() -> list[Involvement]:
    """The NIK of the two differs, a phone is the same, one alone has a passport."""
    one = ONE | {"nik": "6471035704090001", "phones": PHONE, "passport": "X7654321"}
    other = SAME | {"nik": NIK, "phones": [*PHONE, "0813-9999-2222"]}
    return [victim_of("sari", fields) for fields in (one, other)]


def founds(people, who: str = "sari", *, is_paid: bool = True) -> dict[str, str]:
    user, both = person(who), pair_of(people)
    parts = duplicates.parts_behind(both, user)
    compared = duplicates.compare(*both, user) if is_paid else None
    lines = side.lines(*both, parts, user, compared, is_paid=is_paid)
    return {line.label: line.found for line in lines}


# -- Side by side ----------------------------------------------------------------------


def test_it_says_what_agrees_what_differs_and_what_one_alone_has(people, index):
    found = founds(people)
    assert found["nama"] == side.Found.ALIKE
    assert found["lahir"] == found["telepon"] == side.Found.SAME
    assert found["NIK"] == side.Found.DIFFERENT
    assert found["nomor paspor"] == side.Found.ONE_ONLY
    assert found["tempat tinggal"] == side.Found.BOTH


def test_the_page_says_so_in_words_and_shows_no_value(people, index):
    text = read("sari", address("duplicate", people))
    assert "Berbeda NIK" in text
    assert "Hanya pada satu catatan Nomor paspor" in text
    assert "NIK NIK tercatat NIK tercatat Berbeda" in text
    for value in ("Kenari", "64710357", "X7654321", "1111"):
        assert value not in text


def test_identifiers_are_compared_for_who_writes_of_both_alone(people, index):
    assign(case_of(people[0]), "budi")
    budi, both = person("budi"), pair_of(people)
    parts = duplicates.parts_behind(both, person("sari"))
    lines = side.lines(*both, parts, budi, None, is_paid=True)
    found = {line.label: line.found for line in lines}
    assert found["NIK"] == found["telepon"] == side.Found.BOTH


def test_without_a_try_left_nothing_is_compared(people, index, monkeypatch):
    monkeypatch.setitem(TRIES, "duplicates", 1)
    read("sari", address("duplicate", people))
    text = read("sari", address("duplicate", people))
    assert "Berbeda" not in text
    assert "NIK NIK tercatat NIK tercatat Ada pada keduanya" in text


# -- What became of it -----------------------------------------------------------------


def test_a_pair_that_was_judged_keeps_its_page_and_stands_in_a_list(people, index):
    decide(people, "same")
    here = address("duplicate", people)
    assert "belum digabungkan" in read("sari", here)
    assert address("duplicate_merge", people) in html(here)
    assert "Orang yang sama Anda" in read("sari", here)
    assert here in html(f"{DONE}decided")
    assert "1 pasangan Anda nilai orang yang sama" in read("sari", "/")
    decide(people, "unsure")
    assert here not in html(f"{DONE}decided")
    assert "pasangan Anda nilai" not in read("sari", "/")


def html(path: str, who: str = "sari") -> str:
    answer = browser_of(who).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_merged_pair_says_so_and_who_may_parts_it_there(people, index):
    made = merged(*people)
    here, undo = (
        address("duplicate", people),
        reverse("merge_part", args=told_to("sari", made)),
    )
    for path in (here, address("duplicate_merge", people)):
        text = read("sari", path)
        assert "Catatan pertama dipertahankan" in text
        assert "Nomor paspor Paspor tercatat" in text
        assert undo in html(path)
    assert here in html(f"{DONE}merged")
    assert browser_of("sari").post(here, {"verdict": "same"}).status_code == 404
    browser_of("sari").post(undo)
    text = read("sari", here)
    assert "Dipisahkan lagi" in text
    assert "Digabungkan: Dokumen identitas yang sama" in text
    assert "Penilaian Anda" in text
    assert here not in html(f"{DONE}merged")


def test_who_may_not_part_them_reads_whom_to_ask(people):
    """He knows who stays from one case of two, and whom she was merged with not."""
    sari = person("sari")
    actions.link_person(people[0].person, a_case(sari), Part.WITNESS, by=sari)
    merged(*people)
    assign(case_of(people[0]), "budi")
    here = address("duplicate", people, "budi")
    assert "tidak dapat Anda pisahkan" in read("budi", here)
    assert "/part/" not in html(here, "budi")


def test_a_pair_of_which_one_became_a_third_leads_to_who_they_are_now(people):
    third = victim_of("sari", {"name": "Sekar"})
    merged(third, people[0])
    one, same = pair_of(people)
    met = pairs.meet(person("sari"), *map(UUID, told_to("sari", one, same)))
    assert set(met.now) == {third.person, same}
    answer = browser_of("sari").get(address("duplicate", people))
    assert answer.status_code == 302
    assert told_to("sari", third.person)[0] in answer.url


@pytest.mark.parametrize("who", ["budi", "citra", "wati"])
def test_nobody_meets_a_merged_pair_whom_she_does_not_see(people, who):
    merged(*people)
    for name in ("duplicate", "duplicate_merge"):
        assert browser_of(who).get(address(name, people, who)).status_code == 404
    with pytest.raises(OutOfScope):
        pairs.meet(person(who), *map(UUID, told_to(who, *pair_of(people))))
    assert history.merged(person(who)) == ([], None)


def test_what_was_decided_is_read_by_who_sees_both_alone(people):
    said = {"by": person("sari"), "features": {}}
    actions.decide_duplicate(*pair_of(people), Sameness.DIFFERENT, **said)
    ((row,), _further) = history.decided(person("sari"))
    assert row["words"] == "Bukan orang yang sama"
    assign(case_of(people[0]), "budi")
    for who in ("budi", "citra", "dewi"):
        assert history.decided(person(who)) == ([], None)


def test_a_colleague_is_named_and_staff_of_other_offices_is_not(people):
    by = person("sari")
    steps = [history.Step(part.person.created_at, by, "x") for part in people[:1]]
    (told,) = history._told(steps, person("budi"))
    assert told["who"] == by.full_name
    (told,) = history._told(steps, person("wati"))
    assert told["who"] == "Petugas instansi lain"


def test_the_lists_go_on_page_by_page(people, monkeypatch):
    monkeypatch.setattr(history, "PAGE", 1)
    said = {"by": person("sari"), "features": {}}
    third = victim_of("sari", SAME).person
    for one in pair_of(people):
        actions.decide_duplicate(one, third, Sameness.DIFFERENT, **said)
    onward = 'href="?state=decided&amp;after='
    page = html(f"{DONE}decided")
    place = page.split(onward)[1].split('"')[0]
    assert onward not in html(f"{DONE}decided&after={place}")
    assert onward in html(f"{DONE}decided&after=x")
