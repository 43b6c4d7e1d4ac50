"""Who has the same NIK, passport or telephone number is proposed, whatever the names;
and what is told of two records depends on nobody who is out of sight."""

import pytest
from django.urls import reverse

from cases import actions, duplicates
from cases.names.scoring import SHARED
from cases.particulars import Birth
from cases.person_choices import Part, Sameness
from tests.cases.alike import case_of, victim_of
from tests.cases.examples import a_case
from tests.cases.names.served import served
from tests.cases.pairs import address
from tests.cases.somebody import FIELDS
from tests.people import browser_of, person

pytestmark = pytest.mark.django_db

NIK = "6471010101900001"
NUMBERS = {
    "nik": ({"nik": NIK}, "NIK yang sama"),
    "passport": ({"passport": "C1234567"}, "nomor paspor yang sama"),
    "phone": ({"phones": ["0813-1111-2222"]}, "nomor telepon yang sama"),
}


def queued(who: str = "sari") -> list[duplicates.Pair]:
    with served(among=500):
        return duplicates.queue(person(who))[0]


def said_for(pair: duplicates.Pair) -> list[str]:
    return [sign.words for sign in pair.reasons if sign.speaks_for]


def test_every_sign_of_what_is_shared_has_words():
    assert {*duplicates.SHARED.values()} == SHARED.keys() <= duplicates.SIGNS.keys()


@pytest.mark.parametrize("kind", NUMBERS)
def test_a_number_in_common_is_enough_whatever_the_names(kind):
    number, words = NUMBERS[kind]
    one = victim_of("sari", number | {"name": "Yohanes Wibisono"})
    other = victim_of("sari", number | {"name": "Melati Kenarimutia"})
    (pair,) = queued()
    assert (pair.one, pair.other) == (one.person, other.person)
    assert words in said_for(pair)


def test_a_number_is_enough_where_no_name_is_recorded():
    one, other = (victim_of("sari", {"nik": NIK}) for _n in range(2))
    (pair,) = queued()
    assert (pair.one, pair.other) == (one.person, other.person)
    assert pair.percent > 90


def test_one_man_with_his_nik_in_three_parts_is_three_pairs():
    """As somebody new to this recorded him: beside a victim, and as a witness twice."""
    sari = person("sari")
    known = victim_of("sari", {"name": "Melati Kenarimutia"})
    names = ("Djoko Soesilo Contoh", "Joko Susilo Contoh", "Djoko Soesilo Contoh")
    cases = (case_of(known), case_of(known), a_case(sari))
    beside = {"of": known}, {}, {}
    parts = (Part.COMPANION, Part.WITNESS, Part.WITNESS)
    for case, part, name, more in zip(cases, parts, names, beside, strict=True):
        fields = {"name": name, "nik": NIK}
        actions.add_person(case, part, fields, by=sari, **more)
    pairs = queued()
    assert len(pairs) == 3
    for pair in pairs:
        assert "NIK yang sama" in said_for(pair)
        assert pair.percent > 90


def test_the_page_of_the_pair_says_the_same_as_the_queue():
    one, other = (
        victim_of("sari", {"nik": NIK, "name": name}) for name in ("Melati", "Rahayu")
    )
    with served(among=500):
        ((pair,), _further) = duplicates.queue(person("sari"))
        compared = duplicates.compare(one.person, other.person, person("sari"))
        kept = duplicates.features_of(one.person, other.person)
    assert compared.pair == pair
    assert kept["same_nik"] == 1.0


@pytest.mark.parametrize(
    ("fields", "others", "told"),
    [
        (FIELDS, FIELDS, "&gt; 99%"),
        (
            {"name": "Yohanes Wibisono", "birth": Birth.about(1961)},
            {"name": "Melati Kenarimutia", "birth": Birth.about(2011)},
            "&lt; 1%",
        ),
    ],
)
def test_no_pair_is_said_to_be_certain_or_ruled_out(fields, others, told):
    number = {"phones": ["0813-1111-2222"]}
    one, other = (victim_of("sari", each | number) for each in (fields, others))
    pair = address("duplicate", (one, other))
    with served(among=500):
        for page in (reverse("duplicate_list"), pair):
            assert told in browser_of("sari").get(page).content.decode()


def test_a_pair_is_not_proposed_to_who_sees_one_of_them():
    victim_of("sari", {"nik": NIK, "name": "Melati Kenarimutia"})
    victim_of("citra", {"nik": NIK, "name": "Melati Kenarimutia"})
    assert queued("sari") == queued("citra") == []


def test_what_was_decided_is_not_proposed_again():
    one, other = (victim_of("sari", {"nik": NIK}) for _n in range(2))
    said = {"by": person("sari"), "features": {}}
    actions.decide_duplicate(one.person, other.person, Sameness.DIFFERENT, **said)
    assert queued() == []


def test_an_empty_queue_says_what_is_looked_for():
    with served(among=500):
        page = browser_of("sari").get(reverse("duplicate_list")).content.decode()
    assert "NIK, paspor, atau nomor teleponnya sama" in page


def test_how_rare_a_name_is_tells_nothing_of_whom_she_does_not_see():
    """Two dummies of her own under a name: whoever else bears it, far away, changes
    neither whether they are proposed nor what is said of them."""
    fields = {"name": "Kadek Ketutrahwani"}
    one, other = (victim_of("sari", fields).person for _n in range(2))

    def asked() -> tuple:
        with served(among=500):
            pairs, _further = duplicates.queue(person("sari"))
            compared = duplicates.compare(one, other, person("sari"))
        return pairs, compared

    before = asked()
    assert before[1].pair.percent > 0
    for _n in range(4):
        victim_of("citra", {"name": "Ni Luh Ketutrahwani"})
    assert asked() == before
