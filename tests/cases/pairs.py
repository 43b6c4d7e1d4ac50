"""Three women in cases of sari's, two of whom may be one: what tests of pairs share."""

from datetime import date

from django.urls import reverse

from cases import duplicates
from cases.models import Involvement, Person
from cases.particulars import Birth, Residence
from tests.cases.alike import victim_of
from tests.people import browser_of, person

KNOWN = {
    "birth": Birth.on(date(2009, 4, 17)),
    "residence": Residence(region="64.71.03"),
}
ONE = KNOWN | {"name": "Melati Kenarimutia binti Suhardiman"}
SAME = KNOWN | {"name": "Melaty Kenarimutia bt. Suhardiman"}
OTHER = {"name": "Yohanes Wibisono", "birth": Birth.on(date(1971, 1, 2))}


def three() -> list[Involvement]:
    return [victim_of("sari", fields) for fields in (ONE, SAME, OTHER)]


def pair_of(people) -> tuple[Person, Person]:
    return people[0].person, people[1].person


def told_to(who: str, *rows) -> list[str]:
    """The ids by which she is told of these."""
    return [str(duplicates.told_as(row, person(who))) for row in rows]


def address(name: str, people, who: str = "sari") -> str:
    return reverse(name, args=told_to(who, *pair_of(people)))


def path_of(*pair: Person, who: str = "sari") -> str:
    return "duplicates/{}/{}/".format(*told_to(who, *pair))


def decide(people, verdict: str, who: str = "sari"):
    return browser_of(who).post(address("duplicate", people, who), {"verdict": verdict})


def queued(who: str) -> list[tuple[Person, Person]]:
    pairs, _further = duplicates.queue(person(who))
    return [(pair.one, pair.other) for pair in pairs]
