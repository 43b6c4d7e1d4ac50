"""Persons who may be one: what the name index proposes, masked and in words.

The index is asked with the keys of whoever looks, and what it answers is read again in
the register: a pair is shown to who sees both.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from agencies.access import Act, OutOfScope, require
from agencies.accounts.attempts import LockedOut, spend_try
from agencies.models import User
from agencies.sealing.aliases import alias_of, meant_by
from agencies.sections import Section
from cases import looks
from cases.choices import Recording
from cases.models import (
    DuplicateDecision,
    Identifier,
    Involvement,
    Person,
    PersonMerge,
)
from cases.names import here
from cases.names.client import IndexDown
from cases.particulars import in_words, masked
from cases.person_choices import IdentifierKind, Part, PersonKind, Sameness

# A page asks of so many persons at most, and of no more once it has as many pairs.
PERSONS, EACH = 20, 3
# Nor does it show more of those who have a number in common.
MOST_SHARED = 60
# Of so many like each of them it chooses: the most that the index tells.
CONSIDERED = 200
TOO_OFTEN = "429 duplicate"
Refusal = IndexDown | LockedOut
UNSURE = Sameness.UNSURE.value
# Less than this in log-odds is not worth a word.
SAYS_LITTLE = 0.25
# Whoever has one of these in common is proposed, whatever the names.
SHARED: Mapping[str, str] = {
    IdentifierKind.NIK: "same_nik",
    IdentifierKind.PASSPORT: "same_passport",
    IdentifierKind.PHONE: "same_phone",
}
SIGNS: Mapping[str, str | Promise] = {
    "same_nik": gettext_lazy("NIK yang sama"),
    "same_passport": gettext_lazy("nomor paspor yang sama"),
    "same_phone": gettext_lazy("nomor telepon yang sama"),
    "same_words": gettext_lazy("kata nama yang sama"),
    "same_sounds": gettext_lazy("kata nama yang berbunyi sama"),
    "near_words": gettext_lazy("kata nama yang mirip"),
    "far_words": gettext_lazy("kata nama yang agak mirip"),
    "words_paired": gettext_lazy("banyaknya kata yang dibandingkan"),
    "same_when_joined": gettext_lazy("nama sama bila kata-katanya disambung"),
    "initials": gettext_lazy("inisial yang cocok"),
    "words_differ": gettext_lazy("kata nama yang berbeda"),
    "words_lacking": gettext_lazy("kata nama yang hanya ada pada satu catatan"),
    "weak_words_lacking": gettext_lazy("sapaan atau gelar hanya pada satu catatan"),
    "same_father": gettext_lazy("bin/binti yang sama"),
    "other_father": gettext_lazy("bin/binti yang lain"),
    "same_year": gettext_lazy("tahun lahir yang sama"),
    "year_within": gettext_lazy("tahun lahir yang dapat sama"),
    "one_year_apart": gettext_lazy("tahun lahir berselisih satu"),
    "few_years_apart": gettext_lazy("tahun lahir berselisih dua atau tiga"),
    "other_year": gettext_lazy("tahun lahir yang lain"),
    "same_sex": gettext_lazy("jenis kelamin yang sama"),
    "other_sex": gettext_lazy("jenis kelamin yang lain"),
    "same_regency": gettext_lazy("kabupaten/kota yang sama"),
    "same_province": gettext_lazy("provinsi yang sama, kabupaten/kota lain"),
    "other_province": gettext_lazy("provinsi yang lain"),
}


class Sign(NamedTuple):
    """What spoke for two being one, or against it, the strongest first."""

    words: str
    speaks_for: bool


class Pair(NamedTuple):
    """`percent` is how likely it is that the two are one, as the index reckons."""

    one: Person
    other: Person
    percent: int
    reasons: list[Sign]

    @property
    def likely(self) -> str:
        """In words: what is reckoned from likeness is never certain, nor ruled out."""
        borders = {0: "< 1%", 100: "> 99%"}
        return borders.get(self.percent, f"{self.percent}%")


class Compared(NamedTuple):
    """`because` is what each sign added for the two being one, below 0 against it."""

    pair: Pair
    features: dict[str, float]
    because: list[tuple[str, float]]


def told_as(row: Person | PersonMerge, user: User) -> UUID:
    """The id by which this user alone is told of the row. Offices that know one part
    of somebody each would find by one id that she is the same."""
    return alias_of(row.public_id, user.pk)


def url_of(page: str, user: User, *rows: Person | PersonMerge) -> str:
    """Where this user finds a page of these rows."""
    return reverse(page, args=[told_as(row, user) for row in rows])


def of_user(user: User, alias: UUID) -> Person:
    """Somebody whom she sees in a case; OutOfScope for anybody else."""
    meant = meant_by(alias, user.pk)
    found = Person.objects.visible_to(user).filter(public_id=meant).first()
    if found is None:
        raise OutOfScope
    return found


def pair_of(user: User, one: UUID, other: UUID) -> tuple[Person, Person]:
    """Two persons whom she sees, in the order of pairs; OutOfScope for anybody else,
    or for one alone. PermissionDenied unless she may write of people at all."""
    require(user.hat, Act.EDIT_CASE)
    if one == other:
        raise OutOfScope
    found = [of_user(user, each) for each in (one, other)]
    first, second = sorted(found, key=lambda person: person.pk)
    return first, second


def merge_of(user: User, alias: UUID) -> PersonMerge:
    """A merge into somebody whom she sees; OutOfScope, PermissionDenied."""
    require(user.hat, Act.EDIT_CASE)
    found = PersonMerge.objects.visible_to(user).select_related("kept")
    merge = found.filter(public_id=meant_by(alias, user.pk)).first()
    if merge is None:
        raise OutOfScope
    return merge


def queue(user: User, before: UUID | None = None) -> tuple[list[Pair], UUID | None]:
    """Pairs of which nobody has said whether they are one, of the last persons recorded
    in her cases, before one of them; and where to go on, None at the end. LockedOut
    without a try left, IndexDown."""
    spend_try("duplicates", user, reason=TOO_OFTEN)
    people = list(_recorded(user, before)[: PERSONS + 1])
    index, keys = here.client(), user.hat.agency_keys
    alike = {
        person.pk: index.candidates(person.pk, keys, most=CONSIDERED)
        for person in people[:PERSONS]
    }
    proposed = {_order(one, hit.person) for one in alike for hit in alike[one]}
    others = Person.objects.visible_to(user).in_bulk({pk for p in proposed for pk in p})
    known = _decided(proposed)
    found: dict[tuple[int, int], Any] = {}
    walked = 0
    while walked < len(alike) and len(found) < PERSONS:
        one = people[walked].pk
        hits = {_order(one, hit.person): hit for hit in alike[one]}
        # What is decided, or hidden from her, takes no place from what is left.
        left = [p for p in hits if p not in known and others.keys() >= {*p}]
        found |= {pair: hits[pair] for pair in left[:EACH]}
        walked += 1
    pairs = [
        _pair(others[one], others[other], hit.score, hit.because)
        for (one, other), hit in found.items()
    ]
    pairs = _with_shared(pairs, people[:walked], user)
    pairs.sort(key=lambda pair: -pair.percent)
    is_more = len(people) > walked
    return pairs, told_as(people[walked - 1], user) if is_more else None


def compare(one: Person, other: Person, by: User) -> Compared | None:
    """What the index says of two persons, None if it does not know both. LockedOut
    without a try left: who records somebody like another and asks again and again
    would read what is sealed. IndexDown."""
    spend_try("duplicates", by, reason=TOO_OFTEN)
    found = here.client().compare(one.pk, other.pk, _shared(one, other))
    if found is None:
        return None
    features, hit = found
    pair = _pair(one, other, hit.score, hit.because)
    return Compared(pair, features, list(hit.because))


def features_of(one: Person, other: Person) -> dict[str, float]:
    """What would speak for their being one, to be kept with a word on them; shown to
    nobody, so that it costs no try. Nothing where the index does not say."""
    try:
        found = here.client().compare(one.pk, other.pk, _shared(one, other))
    except IndexDown:
        return {}
    return found[0] if found else {}


def try_to_compare(
    one: Person, other: Person, by: User
) -> tuple[Compared | None, Refusal | None]:
    """The same, and why they cannot be compared now."""
    try:
        return compare(one, other, by), None
    except (IndexDown, LockedOut) as refusal:
        return None, refusal


def person_row(person: Person, user: User) -> dict[str, Any]:
    """One of a pair as it is shown: masked, with the parts that open to her."""
    return person_rows([person], user)[person.pk]


def person_rows(persons: Iterable[Person], user: User) -> dict[int, dict[str, Any]]:
    people = list(persons)
    parts = parts_shown(people, user)
    return {person.pk: row_of(person, parts[person.pk], user) for person in people}


def row_of(
    person: Person, parts: Collection[Involvement], user: User
) -> dict[str, Any]:
    """The same from the parts that she was shown."""
    return {
        "id": str(told_as(person, user)),
        "version": version_told(person, parts),
        "words": in_one_line(person, parts),
        "parts": [_part(part) for part in parts],
    }


def masks(persons: Iterable[Person], user: User) -> dict[int, str]:
    """By person: how much is recorded of her, and of no case. Who walks through a list
    of these has seen no victim."""
    people = list(persons)
    parts = parts_behind(people, user)
    return {person.pk: in_one_line(person, parts[person.pk]) for person in people}


def parts_behind(
    persons: Collection[Person], user: User
) -> dict[int, list[Involvement]]:
    """By person: her standing parts that open to the user, who is not shown them."""
    found: dict[int, list[Involvement]] = {person.pk: [] for person in persons}
    hers = Involvement.objects.visible_to(user).standing().filter(person__in=found)
    for part in hers.select_related("case", "person").order_by("pk"):
        found[part.person_id].append(part)
    return found


def parts_shown(
    persons: Collection[Person], user: User
) -> dict[int, list[Involvement]]:
    """The same to a user who is shown them: a look at each case in which they say that
    somebody is a victim, or beside one."""
    found = parts_behind(persons, user)
    looks.listed(_where_identities_show(found), user)
    return found


def _where_identities_show(parts: Mapping[int, list[Involvement]]) -> set[int]:
    return {
        part.case_id
        for of_person in parts.values()
        for part in of_person
        if part.section == Section.VICTIM_IDENTITY
    }


def merges_of(user: User, *persons: Person) -> list[PersonMerge]:
    """Merges into one of them that stand, the newest first."""
    found = PersonMerge.objects.visible_to(user).standing()
    return list(found.filter(kept__in=persons).order_by("-at", "-pk"))


def recorded(person: Person, parts: Iterable[Involvement]) -> dict[str, int]:
    """The mask of somebody who is known by these parts: what any of them opens."""
    return masked(person.recorded, {part.section for part in parts})


def version_told(person: Person, parts: Iterable[Involvement]) -> int:
    """Of somebody who is known by these parts; a merge is asked for by it."""
    return person.version_through(part.section for part in parts)


def in_one_line(person: Person, parts: Collection[Involvement]) -> str:
    """The mask in words, or how she is recorded."""
    told = in_words(recorded(person, parts))
    hers = {part.recording_told for part in parts} - {Recording.UNKNOWN}
    recording = next(iter(hers), Recording.UNKNOWN)
    return ", ".join(told) or str(recording.label)


def _part(part: Involvement) -> dict[str, str]:
    return {
        "part": str(Part(part.part).label),
        "number": part.case.register_no,
        "url": reverse("case", args=[part.case.public_id]),
    }


def _recorded(user: User, before: UUID | None):
    found = Person.objects.visible_to(user).exclude(sealed=None)
    found = found.filter(kind=PersonKind.NATURAL).order_by("-pk")
    if before is None:
        return found
    meant = meant_by(before, user.pk)
    last = Person.objects.visible_to(user).filter(public_id=meant)
    return found.filter(pk__lt=last.values("pk")[:1])


def _with_shared(
    pairs: Iterable[Pair], people: Collection[Person], user: User
) -> list[Pair]:
    """These pairs, and those of one of these people and whoever has her NIK, passport
    or telephone number: a name that was written otherwise, or none, hides nobody."""
    shared = Identifier.objects.shared_by([each.pk for each in people], [*SHARED])
    visible = Person.objects.visible_to(user).filter(kind=PersonKind.NATURAL)
    seen = visible.in_bulk({pk for pair in shared for pk in pair})
    decided = _decided(shared)
    told = {
        pair: sorted(SHARED[kind] for kind in kinds)
        for pair, kinds in shared.items()
        if pair not in decided and all(pk in seen for pk in pair)
    }
    alike = {(pair.one.pk, pair.other.pk): pair for pair in pairs}
    for one, other in sorted(told, key=lambda pair: told[pair])[:MOST_SHARED]:
        found = here.client().compare(one, other, told[one, other])
        if found is not None:
            hit = found[1]
            alike[one, other] = _pair(seen[one], seen[other], hit.score, hit.because)
    return list(alike.values())


def _shared(one: Person, other: Person) -> list[str]:
    """The signs of what two persons have in common."""
    found = Identifier.objects.shared_by([one.pk], [*SHARED])
    kinds = found.get(_order(one.pk, other.pk), ())
    return sorted(SHARED[kind] for kind in kinds)


def _order(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _decided(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of which somebody has spoken who writes in a case of theirs; who was not
    sure leaves it to others."""
    ones, others = ({pair[n] for pair in pairs} for n in (0, 1))
    said = DuplicateDecision.objects.filter(one__in=ones, other__in=others)
    said = said.latest_of_pairs()
    return {(each.one_id, each.other_id) for each in said if each.verdict != UNSURE}


def _pair(
    one: Person, other: Person, score: float, because: Iterable[tuple[str, float]]
) -> Pair:
    if one.pk > other.pk:
        one, other = other, one
    strong = [(sign, part) for sign, part in because if abs(part) >= SAYS_LITTLE]
    strong.sort(key=lambda each: -abs(each[1]))
    reasons = [Sign(str(SIGNS.get(sign, sign)), part > 0) for sign, part in strong]
    return Pair(one, other, round(100 * score), reasons)
