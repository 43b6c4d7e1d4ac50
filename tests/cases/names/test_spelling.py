"""Old and new spellings, short forms, titles and fathers: one normal form."""

import pytest

from cases.names import rules, spelling
from cases.names.spelling import Name, read, sounds
from tests.cases.names import labelled


def halves(rule):
    return rule.example.split(" = ")


def forget():
    for cached in (spelling.letters, spelling.sound, spelling._of_one):
        cached.cache_clear()


@pytest.fixture
def without(monkeypatch):
    """Takes one rule out of a table of `spelling`."""

    def take(table: str, place: int) -> None:
        kept = list(getattr(spelling, table))
        del kept[place]
        monkeypatch.setattr(spelling, table, kept)
        forget()

    yield take
    forget()


@pytest.mark.parametrize(
    "rule", [*rules.LETTERS, rules.OLD_J, *rules.COMPOUNDS], ids=str
)
def test_a_rule_makes_the_spellings_of_its_example_one(rule):
    old, new = halves(rule)
    assert read(old) == read(new)


@pytest.mark.parametrize("place", range(len(rules.LETTERS)))
def test_no_rule_is_idle(place, without):
    old, new = halves(rules.LETTERS[place])
    without("_LETTERS", place)
    assert read(old) != read(new)


@pytest.mark.parametrize("place", range(len(rules.COMPOUNDS)))
def test_no_compound_is_idle(place, without):
    old, new = halves(rules.COMPOUNDS[place])
    without("_COMPOUNDS", place)
    assert read(old) != read(new)


@pytest.mark.parametrize("rule", rules.SOUNDS, ids=str)
def test_names_that_sound_alike_have_one_key(rule):
    one, other = halves(rule)
    assert sounds(read(one)) == sounds(read(other))


@pytest.mark.parametrize("place", range(len(rules.SOUNDS)))
def test_no_sound_is_idle(place, without):
    one, other = halves(rules.SOUNDS[place])
    without("_SOUNDS", place)
    assert sounds(read(one)) != sounds(read(other))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("H. Moh. Soerjadi, S.H.", Name(("muhamat", "suradi"))),
        ("M. Rizki", Name(("muhamat", "riski"))),
        ("St. Aminah binti Abdullah", Name(("siti", "amina"), father=("abdula",))),
        ("Budi S.", Name(("budi",), initials=("s",))),
        ("A. B. Rahman", Name(("rahman",), initials=("a", "b"))),
        ("Aisyah alias Ica", Name(("aisa", "ica"), also=("ica",))),
        ("Aisyah alias Aisah alias Ica", Name(("aisa", "ica"), also=("ica",))),
        ("Ny. Sri Wahyuni (Yuni)", Name(("sri", "wahiuni", "iuni"), also=("iuni",))),
        ("Sa'diyah", Name(("sada",))),
        ("Hj", Name(("hj",))),
        ("M", Name(("m",))),
        ("", Name(("?",))),
        ("李明", Name(("?",))),
    ],
)
def test_what_a_text_says_of_a_name(text, name):
    assert read(text) == name


def test_the_key_by_sound_joins_the_same_people_and_parts_others():
    """Known pairs: half of those of one person sound alike throughout."""
    alike = {True: 0, False: 0}
    for same, one, other in labelled.pairs():
        alike[same] += sounds(read(one.name)) == sounds(read(other.name))
    assert alike[True] > 500 * 0.45
    assert alike[False] < 500 * 0.25
