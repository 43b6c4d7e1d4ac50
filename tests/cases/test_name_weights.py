"""Weights of the name index, learnt from decisions."""

import json

import pytest
from django.core.management import CommandError, call_command

from cases import actions
from cases.management.commands import learn_name_weights
from cases.names import learning
from cases.names.scoring import shipped_weights, weights_of
from cases.person_choices import Sameness
from tests.cases.pairs import pair_of
from tests.people import person

pytestmark = pytest.mark.django_db


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
