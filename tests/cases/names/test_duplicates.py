"""One person written down twice is proposed, with reasons; two people are not."""

import pytest

from cases.names import learning
from cases.names.duplicates import candidates, compared, features
from cases.names.feed import Entry
from cases.names.index import NameIndex
from cases.names.scoring import chance, log_odds, shipped_weights
from tests.cases.names import invented, labelled

WEIGHTS = shipped_weights()
UNIT, FAR = 11, 12


@pytest.fixture(scope="module")
def index():
    """A register whose words are as common as they are, and five people of interest."""
    crowd = [
        Entry(n, who.name, (FAR,), (who.year, who.year), who.sex, who.region)
        for n, who in enumerate(invented.population(3000, "crowd"), start=100)
    ]
    return NameIndex.of(
        [
            Entry(1, "Pebit Lencau", (UNIT,), (1999, 1999), "female", "64.71"),
            Entry(2, "Pebid Lentjau", (FAR,), (1999, 1999), "female", "64.71"),
            Entry(3, "Siti Aminah", (UNIT,), (1999, 1999), "female", "64.71"),
            Entry(4, "St. Aminah", (UNIT,), (1971, 1971), "female", "73.71"),
            Entry(5, "Pebit Lencau", (UNIT,), (1962, 1962), "male", "31.71"),
            *crowd,
        ],
        WEIGHTS,
    )


def test_the_same_person_at_another_office_is_proposed(index):
    assert [hit.person for hit in candidates(index, 1, (0,))] == [2]


def test_only_whom_the_keys_open_are_proposed(index):
    assert candidates(index, 1, (UNIT,)) == []


def test_a_common_name_alone_is_never_enough(index):
    assert 4 not in [hit.person for hit in candidates(index, 3, (0,))]


def test_who_is_not_there_has_no_candidates(index):
    assert candidates(index, 99, (0,)) == []


def test_the_score_is_the_sum_of_its_reasons(index):
    [hit] = candidates(index, 1, (0,))
    total = WEIGHTS.duplicates["start"] + sum(part for _, part in hit.because)
    assert hit.score == pytest.approx(float(chance(total)), abs=1e-4)
    assert {"same_year", "same_regency"} <= {sign for sign, _ in hit.because}


def test_features_of_a_pair_explain_the_same_score(index):
    [hit] = candidates(index, 1, (0,))
    again = chance(log_odds(features(index, 1, 2), WEIGHTS.duplicates))
    assert hit.score == pytest.approx(float(again), abs=1e-4)
    with pytest.raises(KeyError):
        features(index, 1, 99)


def test_who_else_bears_the_name_changes_nothing_of_a_pair():
    """Whatever is told of two records tells nothing of others, who are out of sight."""
    two = [Entry(n, "Kadek Ketutrahwani", (UNIT,), (1999, 1999)) for n in (1, 2)]
    others = [Entry(n, "Ni Luh Ketutrahwani", (FAR,)) for n in range(3, 30)]
    alone, among = (NameIndex.of(some, WEIGHTS) for some in (two, [*two, *others]))
    assert compared(alone, 1, 2) == compared(among, 1, 2)
    assert candidates(alone, 1, (UNIT,)) == candidates(among, 1, (UNIT,))


def test_known_pairs_that_nobody_learnt_from_are_told_apart():
    """Scoreboard P7: F1 of at least 0.8 on pairs not used for tuning."""
    assert labelled.quality(WEIGHTS).f1 >= 0.8


def test_weights_are_learnt_from_decisions():
    pairs = [{"same_words": 9.0, "same_year": 1.0}, {"same_words": 9.0}] * 30
    learnt = learning.learn(pairs, [True, False] * 30)
    assert learnt["same_year"] > 2
    assert abs(learnt["same_words"]) < learnt["same_year"]


def test_decisions_of_one_kind_teach_nothing():
    with pytest.raises(ValueError, match="both kinds"):
        learning.learn([{"same_words": 1.0}], [True])
