"""Is somebody recorded already? Asked by name or NIK, before she is recorded anew.

Of persons whom the asker sees, the cases are shown, masked: a hit says no more than the
page of the case does. Of others within her own chain of command she is told which
office to ask, and as what somebody like that stands there. Beyond the chain nothing is
looked for by name.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext_lazy as _

from agencies import audit, clock
from agencies.access import require_search
from agencies.accounts.attempts import spend_try
from agencies.models import Agency, User
from agencies.sealing import keyring
from agencies.sections import Section
from cases import looks
from cases.choices import SEARCHED_NAMES, Sex
from cases.models import Involvement, Person
from cases.names import here
from cases.names.client import IndexDown
from cases.names.feed import Hit
from cases.names.spelling import sounds_of
from cases.normal_forms import digits_of, normal_form
from cases.person_choices import IdentifierKind, Part

ASKED, SHOWN = 60, 20  # hits that the index is asked for; cases that are shown
LIKE = 0.5  # how like a name must be to be shown, and, of others', to be told
SURE = 0.8
LATEST = 2100  # year of birth: a bound for programs, whatever day it is

# The same words whether somebody like that is known elsewhere or not; the last are the
# one sentence of the masked match (`cases.matches.PASSED_ON`).
OUTSIDE = _(
    "Di luar satuan Anda tidak dicari dengan nama. Dengan NIK, paspor, atau nomor"
    " telepon, pilih “Tanya instansi lain” pada perkara Anda: permintaan diteruskan"
    " bila ada kecocokan."
)
# Said after every search by name, whoever is known there: half a name finds nobody.
WITHIN = _(
    "Di satuan lain di lingkungan Anda hanya nama lengkap yang dicari, atau nama lain"
    " (panggilan, alias) yang tercatat. Nama satu kata dicari sebagai nama lengkap."
)
SIXTEEN = _("NIK terdiri atas 16 angka.")
IN_LETTERS = _("Tulis namanya dengan huruf Latin, seperti pada paspor.")


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """What is typed: a name or a NIK, and what else is known of her."""

    text: str
    born: int | None = None
    sex: str = ""

    @property
    def is_number(self) -> bool:
        """Nothing that a name could be."""
        is_name = any(letter.isalpha() for letter in self.text)
        return bool(digits_of(self.text)) and not is_name

    @property
    def nik(self) -> str:
        """The 16 digits, where nothing but a NIK was typed."""
        return normal_form(IdentifierKind.NIK, self.text) if self.is_number else ""

    @property
    def is_empty(self) -> bool:
        """Nothing to search for; a name without one Latin letter cannot be."""
        return not (self.nik or sounds_of(self.text))


class Found(NamedTuple):
    """A part in a case that she sees, and how like the name is: 1 is the same. None
    where it was found by its NIK: of the name nothing is known then."""

    part: Involvement
    likeness: float | None

    @property
    def recorded(self) -> dict[str, int]:
        """The mask: how much is recorded of what opens to who knows her so."""
        return self.part.recorded_told

    def differing(self, asked: Asked) -> list[str]:
        """Of what else was `asked`, what her row in that case contradicts, which opens
        to whoever sees her part. Of what is sealed nothing is told."""
        row = self.part.victim or self.part.suspect
        if row is None:
            return []
        sexes, found = (Sex.FEMALE, Sex.MALE), []
        year = self.part.case.happened_on.year
        born = (year - row.age - 1, year - row.age) if row.age is not None else None
        if asked.born and born and asked.born not in born:
            found.append("born")
        if asked.sex and row.sex in sexes and row.sex != asked.sex:
            found.append("sex")
        return found


class Elsewhere(NamedTuple):
    """Somebody like that stands as `part` in an office of the asker's chain."""

    office: Agency
    part: Part


class Answer(NamedTuple):
    found: list[Found]
    elsewhere: list[Elsewhere]


def search_names(asked: Asked, *, by: User) -> Answer:
    """Who may be meant, best first. PermissionDenied; ValidationError for what is no
    NIK and no name; LockedOut without a try left; IndexDown, unless a NIK is asked for:
    it is paid for all the same."""
    require_search(by.hat)
    if asked.is_empty:
        raise ValidationError({"name": SIXTEEN if asked.is_number else IN_LETTERS})
    spend_try("name search", by, reason="429 name_search")
    try:
        answer = _by_nik(asked, by) if asked.nik else _by_name(asked, by)
    except IndexDown:
        audit.record_denial(by=by, verb="denied", reason="503 name_search")
        raise
    _record(asked, answer, by)
    looks.listed(_where_identities_show(answer.found), by)
    return answer


def _by_nik(asked: Asked, by: User) -> Answer:
    people = Person.objects.visible_to(by).identified_by("nik", asked.nik)
    same = dict.fromkeys(people.values_list("pk", flat=True)[:SHOWN])
    return Answer(_found(same, by), [])


def _by_name(asked: Asked, by: User) -> Answer:
    office = by.assignment.post.agency
    # Asked for apart: a chain's many never take the place of her own.
    likeness = _likeness(asked, by.hat.agency_keys)
    likeness |= _likeness(asked, [office.numbering_agency.pk])
    found = _found({pk: like for pk, like in likeness.items() if like >= LIKE}, by)
    seen = {each.part.person_id for each in found}
    others = [pk for pk, like in likeness.items() if like >= SURE and pk not in seen]
    return Answer(found[:SHOWN], _told(others, office))


def _likeness(asked: Asked, keys: Collection[int]) -> dict[int, float]:
    """Whom these keys open, best first: how like the name is, without what else is
    known of her. Nothing of it depends on who else bears such words: how rare they are
    would tell of people whom she does not see."""
    year = asked.born or 0
    hits = here.client().search(
        asked.text, keys, born=(year, year), sex=asked.sex, most=ASKED
    )
    return {hit.person: hit.alike for hit in sorted(hits, key=_rank)}


def _rank(hit: Hit) -> tuple[float, int]:
    known = sum(part for sign, part in hit.because if sign != "name")
    return -hit.alike - known, -hit.person


def _found(likeness: Mapping[int, float | None], by: User) -> list[Found]:
    """Their standing parts that open to her, in the order of the persons."""
    parts = Involvement.objects.known_to(by)
    standing = parts.filter(person_id__in=list(likeness), case__withdrawn_at=None)
    beside = ("person", "case__lead_agency", "victim", "suspect")
    known = standing.select_related(*beside).order_by("-pk")
    place = {person: n for n, person in enumerate(likeness)}
    return [
        Found(part, likeness[part.person_id])
        for part in sorted(known, key=lambda part: place[part.person_id])
    ]


def _where_identities_show(found: Iterable[Found]) -> set[int]:
    """The cases of whose victims she is shown one, or who stands beside one."""
    parts = (each.part for each in found)
    return {p.case_id for p in parts if p.section == Section.VICTIM_IDENTITY}


def _told(people: list[int], office: Agency) -> list[Elsewhere]:
    """Asked of the database's owner: the rows themselves are behind the wall."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT office, part FROM names_told(%s::bigint[], %s, %s)",
            [people, office.pk, clock.today()],
        )
        held = cursor.fetchall()
    offices = Agency.objects.in_bulk({pk for pk, _part in held})
    told = [Elsewhere(offices[pk], Part(part)) for pk, part in held]
    return sorted(told, key=lambda each: (each.office.name, each.part))


def _record(asked: Asked, answer: Answer, by: User) -> None:
    """Who was asked for stands in the trail as a digest under the asker's own name: her
    repeated question can be told, and nobody's names be counted."""
    what = f"{by.pk}|{asked.nik or ' '.join(sounds_of(asked.text))}"
    digest = keyring.digest("searched name", what).hex()
    known = {"born": asked.born, "sex": asked.sex}
    changes = {"nik" if asked.nik else "name": [None, digest]}
    changes |= {name: [None, audit.HIDDEN] for name, value in known.items() if value}
    changes["shown"] = [None, len(answer.found)]
    changes["elsewhere"] = [None, len(answer.elsewhere)]
    audit.record(by=by, verb=SEARCHED_NAMES, changes=changes)
