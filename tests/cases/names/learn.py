"""`python -m tests.cases.names.learn`: the weights that ship, from invented people.

Two offices in twelve write somebody down whom another one knows. The index proposes
pairs, first with rough weights, then with those learnt from them; what is learnt last,
and the threshold of the best F1 on other people, goes to `cases/names/weights.json`.
"""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from agencies.eyes import EVERYTHING
from cases.names import duplicates, learning, scoring
from cases.names.feed import Entry
from cases.names.index import NameIndex
from cases.names.scoring import Features, Weights
from tests.cases.names.invented import Invented, population
from tests.cases.names.labelled import Quality
from tests.cases.names.misspelt import misspelt, second_record

RECORDS, KNOWN_BEFORE, PROPOSED = 10_000, 0.08, 30
ROUGH = {
    "start": -18.0,
    "same_words": 1.0,
    "same_sounds": 0.8,
    "near_words": 0.55,
    "far_words": 0.25,
    "same_when_joined": 14.0,
    "words_differ": -2.2,
    "words_lacking": -2.0,
    "same_year": 3.4,
    "one_year_apart": 1.6,
    "other_year": -4.5,
    "other_sex": -5.0,
    "same_regency": 5.0,
    "other_province": -2.0,
}


def records(n: int, seed: object) -> list[tuple[int, Invented]]:
    """(who it is, as written down): n records, `KNOWN_BEFORE` of them second ones."""
    lot = random.Random(f"records {seed}")
    persons = list(enumerate(population(int(n * (1 - KNOWN_BEFORE)), seed)))
    first = [(who, as_written(person, lot)) for who, person in persons]
    again = lot.sample(persons, n - len(first))
    return first + [(who, second_record(person, lot)) for who, person in again]


def as_written(person: Invented, lot: random.Random) -> Invented:
    """The first office knows more, but not all, and errs too."""
    if lot.random() < 0.5:
        written = second_record(person, lot)._replace(name=person.name)
    else:
        written = person
    if lot.random() < 0.12:
        written = written._replace(name=misspelt(person, lot))
    return written


def entry(number: int, written: Invented) -> Entry:
    born = (written.year, written.year)
    return Entry(number, written.name, (1,), born, written.sex, written.region)


def proposed(
    written: list[tuple[int, Invented]], weights: Weights
) -> Iterator[tuple[Features, float, bool]]:
    """(features, probability, is it the same person) of each proposed pair."""
    entries = [entry(number, record) for number, (_who, record) in enumerate(written)]
    index = NameIndex.of(entries, weights)
    seen = set()
    for number in range(len(written)):
        for hit in duplicates.candidates(index, number, EVERYTHING, most=PROPOSED):
            pair = frozenset((number, hit.person))
            if pair not in seen:
                seen.add(pair)
                same = written[number][0] == written[hit.person][0]
                yield duplicates.features(index, number, hit.person), hit.score, same


def learnt(n: int = RECORDS) -> Weights:
    weights = scoring.shipped_weights()._replace(duplicates=ROUGH, propose_from=0.0)
    for seed in ("first", "second"):
        features, _chances, same = zip(
            *proposed(records(n, seed), weights), strict=True
        )
        duplicates = learning.learn(features, same)
        weights = weights._replace(duplicates=duplicates)
    _features, chances, same = zip(*proposed(records(n, "other"), weights), strict=True)
    return weights._replace(propose_from=learning.best_threshold(chances, same))


def in_register(weights: Weights, n: int, seed: object = "held out") -> Quality:
    """Precision and recall of what is proposed among records that nobody learnt on."""
    written = records(n, seed)
    proposals = [same for _features, _chance, same in proposed(written, weights)]
    hits, twice = sum(proposals), n - len({who for who, _record in written})
    return Quality(hits / max(1, len(proposals)), hits / twice)


def main(n: int) -> None:
    shipped = Path(scoring.__file__).with_name("weights.json")
    shipped.write_text(json.dumps(learnt(n)._asdict(), indent=2) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
