"""Who may see a person finds her, misspelt too, however many others there are."""

import random

import pytest

from agencies.models.personal_key import FIRST
from cases.names.evidence import Evidence
from cases.names.feed import Entry, Removal
from cases.names.finding import find
from cases.names.index import NameIndex
from cases.names.scoring import shipped_weights
from tests.cases.names import invented, misspelt

ALL, UNIT, OTHER_UNIT, CHAIN, SMALL, MIDDLE = 0, 11, 12, 1, 21, 22
REGION, PERSONAL = -64, FIRST + 7
WEIGHTS = shipped_weights()
OF_SMALL, OF_MIDDLE, EVERYONE = 200, 2000, 200_000


def index_of(*entries):
    return NameIndex.of(entries, WEIGHTS)


def persons(hits):
    return [hit.person for hit in hits]


@pytest.fixture
def index():
    return index_of(
        Entry(1, "Siti Aminah", (UNIT, CHAIN), (1999, 1999), "female", "64.71"),
        Entry(2, "Siti Aminah", (OTHER_UNIT, CHAIN), (1984, 1984), "female", "64.72"),
        Entry(3, "Muhammad Suryadi", (UNIT, CHAIN), (1990, 1992), "male", "64"),
        Entry(4, "Nur Hayati", (UNIT,)),
        Entry(5, "Nur Hayati"),
    )


def test_an_old_spelling_finds_the_new_one(index):
    assert persons(find(index, "Moh. Soerjadi", (UNIT,))) == [3]
    assert persons(find(index, "NOERHAJATI", (UNIT,))) == [4]


def test_nobody_is_found_under_keys_that_are_not_hers(index):
    assert persons(find(index, "Siti Aminah", (UNIT,))) == [1]
    assert persons(find(index, "Siti Aminah", (OTHER_UNIT, CHAIN))) == [1, 2]
    assert find(index, "Siti Aminah", ()) == []
    assert find(index, "Siti Aminah", (99,)) == []


def test_a_regions_key_finds_nobody():
    index = index_of(Entry(1, "Siti Aminah", (UNIT, REGION)))
    assert find(index, "Siti Aminah", (REGION,)) == []
    assert persons(find(index, "Siti Aminah", (UNIT, REGION))) == [1]


def test_a_key_of_her_own_finds_whom_it_opens():
    """A restricted case stands under keys of single people, and under no office's."""
    index = index_of(Entry(1, "Siti Aminah", (PERSONAL,)))
    assert find(index, "Siti Aminah", (UNIT,)) == []
    assert persons(find(index, "Siti Aminah", (UNIT, PERSONAL))) == [1]


def test_who_stands_under_no_key_opens_to_everything_only(index):
    assert persons(find(index, "Nur Hayati", (UNIT, CHAIN))) == [4]
    assert persons(find(index, "Nur Hayati", (ALL,))) == [4, 5]


def test_evidence_moves_hits_and_hides_none(index):
    known = Evidence.of(born=(1984, 1984), sex="female", region="64.72")
    hits = find(index, "Sitti Aminah", (CHAIN,), known=known)
    assert persons(hits) == [2, 1]
    assert [sign for sign, _ in hits[0].because] == [
        "name",
        "same_year",
        "same_sex",
        "same_regency",
    ]
    assert hits[0].score == pytest.approx(sum(part for _, part in hits[0].because))


def test_a_range_of_years_and_a_province_are_evidence_too(index):
    known = Evidence.of(born=(1991, 1991), region="64.71")
    [hit] = find(index, "Suryadi", (UNIT,), known=known)
    assert [sign for sign, _ in hit.because] == ["name", "year_within", "same_province"]


def test_an_alias_finds_her_and_costs_whoever_does_not_know_it_nothing():
    index = index_of(
        Entry(1, "Melati Kenari alias Ica Boru", (UNIT,)),
        Entry(2, "Melati Kenari", (UNIT,)),
    )
    for asked in ("Melati Kenari", "Melati Kenari alias Lala"):
        hits = find(index, asked, (UNIT,))
        assert [(hit.person, hit.score) for hit in hits] == [(1, 1.0), (2, 1.0)]
    [hit] = find(index, "Ica", (UNIT,))
    assert (hit.person, hit.score) == (1, 1.0)


def test_whose_records_say_the_same_name_is_found_by_it():
    """As of two that were merged."""
    index = index_of(Entry(1, "Siti Aminah alias Sitti Aminah", (UNIT,)))
    [hit] = find(index, "Siti Aminah", (UNIT,))
    assert (hit.person, hit.score) == (1, 1.0)


def test_what_may_be_told_of_a_likeness_depends_on_no_other_name():
    her = Entry(1, "Sekar Arum", (UNIT,))
    others = [Entry(n, "Sekar Harum", (OTHER_UNIT,)) for n in range(2, 30)]
    [alone] = find(index_of(her), "Sekar Harum", (UNIT,))
    [among] = find(index_of(her, *others), "Sekar Harum", (UNIT,))
    assert alone == among
    assert 0.5 < alone.alike < 1


def test_a_long_word_is_taken_apart_whoever_bears_it():
    """Among so many of her own that not all are compared."""
    words = invented.words()["java_m"][:200]
    own = [Entry(n, f"Lestari {word}", (UNIT,)) for n, word in enumerate(words, 10)]
    own.append(Entry(1, "Kenari", (UNIT,)))
    borne = Entry(2, "Lestarikenari", (OTHER_UNIT,))
    alone, among = (
        find(index_of(*some), "Lestarikenari", (UNIT,), most=200)
        for some in (own, [*own, borne])
    )
    assert alone == among
    assert 1 in persons(alone)


def test_names_that_have_nothing_in_common_are_no_hits(index):
    assert find(index, "Bonifasius Lawai", (ALL,)) == []


def test_only_so_many_hits_are_told(index):
    assert len(find(index, "Siti Aminah", (ALL,), most=1)) == 1


def test_a_register_of_one_finds_her():
    index = index_of(Entry(1, "Siti Aminah", (UNIT,)))
    assert persons(find(index, "St. Aminah", (UNIT,))) == [1]
    assert persons(find(index, "Aminah", (ALL,))) == [1]


def test_an_empty_register_finds_nobody_until_somebody_comes():
    index = index_of()
    assert find(index, "Siti Aminah", (ALL,)) == []
    index.apply([Entry(1, "Siti Aminah", (UNIT,))])
    assert persons(find(index, "Siti Aminah", (UNIT,))) == [1]
    index.apply([Removal(1)])
    assert find(index, "Siti Aminah", (ALL,)) == []


def test_of_a_common_name_evidence_finds_the_one_among_thousands():
    """Names are few and bearers many: nobody is left out before evidence counts."""
    crowd = [Entry(n, "Siti Aminah", (), (1980, 1980)) for n in range(3000)]
    index = index_of(*crowd, Entry(9000, "Siti Aminoh", (), (1999, 1999), "", "64.71"))
    known = Evidence.of(born=(1999, 1999), region="64.71")
    assert find(index, "Siti Aminah", (ALL,), known=known)[0].person == 9000


def test_a_change_is_seen_by_the_next_search(index):
    index.apply([Entry(6, "Ngau Lencau", (UNIT,))])
    assert persons(find(index, "Ngao Lentjau", (UNIT,))) == [6]
    index.apply([Entry(6, "Ngau Lencau", (OTHER_UNIT,))])
    assert find(index, "Ngau Lencau", (UNIT,)) == []
    assert persons(find(index, "Ngau Lencau", (OTHER_UNIT,))) == [6]
    index.apply([Entry(6, "Markus Lencau", (OTHER_UNIT,))])
    assert persons(find(index, "Marcus", (OTHER_UNIT,))) == [6]
    assert find(index, "Ngau", (OTHER_UNIT,)) == []
    assert len(index) == 6


def test_a_person_who_was_in_from_the_start_can_change_and_go(index):
    index.apply([Entry(1, "Siti Maryam", (UNIT,)), Removal(3), Removal(77)])
    assert persons(find(index, "Maryam", (UNIT,))) == [1]
    assert find(index, "Siti Aminah", (UNIT,))[0].score < 0.9
    assert find(index, "Suryadi", (ALL,)) == []
    assert len(index) == 4


def test_an_index_that_changed_finds_what_a_new_one_finds():
    lot = random.Random(7)
    before = invented.population(600, "before")
    after = invented.population(300, "after")
    index = index_of(*(entry(n, who) for n, who in enumerate(before)))
    index.apply([entry(2 * n, who) for n, who in enumerate(after)])
    index.apply([Removal(n) for n in range(1, 600, 4)])
    left = dict(enumerate(before)) | {2 * n: who for n, who in enumerate(after)}
    left = {n: who for n, who in left.items() if n % 4 != 1}
    fresh = index_of(*(entry(n, who) for n, who in left.items()))
    again = NameIndex(index.columns(), WEIGHTS)
    for who in lot.sample(sorted(left.values()), 40):
        text = misspelt.misspelt(who, lot)
        expected = [(hit.person, hit.score) for hit in find(fresh, text, (UNIT,))]
        for one in (index, again):
            told = [(hit.person, hit.score) for hit in find(one, text, (UNIT,))]
            assert told == expected


def test_no_word_of_whoever_went_is_kept(index):
    index.apply([Removal(3), Removal(4), Removal(5)])
    assert index.columns().words == ["siti", "amina"]


def entry(person, who, keys=(UNIT,)):
    return Entry(person, who.name, keys, (who.year, who.year), who.sex, who.region)


@pytest.fixture(scope="module")
def register():
    """200,000 people; two offices' own among them."""
    people = invented.population(EVERYONE, "register")
    keys = random.Random(3).sample(range(EVERYONE), OF_SMALL + OF_MIDDLE)
    own = dict.fromkeys(keys[:OF_SMALL], (SMALL,)) | dict.fromkeys(
        keys[OF_SMALL:], (MIDDLE,)
    )
    return [entry(n, who, own.get(n, ())) for n, who in enumerate(people)], people


@pytest.fixture(scope="module")
def whole(register):
    entries, _people = register
    return index_of(*entries)


@pytest.mark.parametrize("office", [SMALL, MIDDLE])
def test_an_office_among_many_loses_no_hit(office, register, whole):
    """Recall in scope is that of an index of the office's people alone."""
    entries, people = register
    own = [entry for entry in entries if office in entry.keys]
    alone, lot = index_of(*own), random.Random(office)
    found = {"whole": 0, "alone": 0}
    for sought in lot.sample(own, 100):
        text = misspelt.misspelt(people[sought.person], lot)
        found["whole"] += sought.person in persons(find(whole, text, (office,)))
        found["alone"] += sought.person in persons(find(alone, text, (office,)))
    assert found["whole"] >= found["alone"] - (office == MIDDLE)
    assert found["alone"] > 80
