"""Who may see and do what. The one place that decides; absent means no.

It gets plain values (a hat, the keys and the lead agency of a case) and asks no
database, so that every door can ask it, and a test can ask it everything.

Rows: a case is visible under *scope keys*. An agency's id is a key of every case whose
lead agency stands below it (or is it); minus a region's id is a key of every case that
happened in the region, for the secretariat of that region's task force. An agency key
opens the case; a region key opens its summary only: month, regency, age group, stage.

Sections: which part of such a case opens follows from her office's trade, from why the
case stands under her key, and for closed sections from being assigned to it
(`agencies.sections`).

Acts: a role has acts; on a case they hold where her office may write the section.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role
from agencies.sections import IN_DANGER, OPEN, Ground, Section, mandate

NATION = "ID"


class OutOfScope(Http404):
    """No such row in her scope: 404, and recorded as a denial.

    Raise it whether the row exists or not, so that neither the answer nor the time
    it takes tells the two apart.
    """


class Act(StrEnum):
    """What one can do with the register. Writes are named after their actions."""

    SEE_CASES = "see_cases"
    LOG_CASE = "log_case"
    EDIT_CASE = "edit_case"
    RECORD_STAGE = "record_stage"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    ASSIGN = "assign"
    REFER = "refer"
    ANSWER_REFERRAL = "answer_referral"
    NAME_READER = "name_reader"
    BREAK_GLASS = "break_glass"
    SEARCH_NAMES = "search_names"
    SEE_SUMMARIES = "see_summaries"
    EXPORT_LIST = "export_list"
    READ_EDITION = "read_edition"
    COMPILE_EDITION = "compile_edition"
    PUBLISH_EDITION = "publish_edition"
    REVIEW = "review"
    SUSPEND = "suspend"
    MANAGE_ACCOUNTS = "manage_accounts"
    APPROVE_ACCOUNTS = "approve_accounts"
    READ_AUDIT = "read_audit"


_CASE_WORK = frozenset(
    {
        Act.SEE_CASES,
        Act.LOG_CASE,
        Act.EDIT_CASE,
        Act.RECORD_STAGE,
        Act.WITHDRAW,
        Act.RESTORE,
        Act.EXPORT_LIST,
        Act.REFER,
        Act.NAME_READER,
        Act.BREAK_GLASS,
        Act.SEARCH_NAMES,
        Act.READ_EDITION,
    }
)
# Who gives work to others: assigns people, answers what another office asks.
_IN_CHARGE = frozenset({Act.ASSIGN, Act.ANSWER_REFERRAL})
# Whoever commands people: looks at what they opened in danger, takes their sight away,
# agrees to who comes under her command.
_OVER_PEOPLE = frozenset({Act.REVIEW, Act.SUSPEND, Act.APPROVE_ACCOUNTS})
_EDITION_WORK = frozenset({Act.READ_EDITION, Act.COMPILE_EDITION, Act.PUBLISH_EDITION})
ACTS_OF: dict[Role, frozenset[Act]] = {
    Role.OFFICER: _CASE_WORK,
    Role.SUPERVISOR: _CASE_WORK | _IN_CHARGE | _EDITION_WORK | _OVER_PEOPLE,
    Role.CASE_MANAGER: _CASE_WORK | _IN_CHARGE,
    Role.COMPANION: frozenset({Act.SEE_CASES}),
    Role.SECRETARIAT: frozenset({Act.SEE_CASES, Act.SEE_SUMMARIES, Act.EXPORT_LIST})
    | _EDITION_WORK,
    Role.ANALYST: frozenset(
        {Act.SEE_SUMMARIES, Act.EXPORT_LIST, Act.READ_EDITION, Act.COMPILE_EDITION}
    ),
    Role.AUDITOR: frozenset({Act.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset(
        {Act.MANAGE_ACCOUNTS, Act.SUSPEND, Act.APPROVE_ACCOUNTS}
    ),
}

# For whom a password alone is too little (decision 46). Everyone else may have a second
# factor. What one sees or does with it when it is stolen decides:
NEEDS_SECOND_FACTOR: dict[Role, bool] = {
    Role.OFFICER: True,  # identities of victims, by assignment
    Role.SUPERVISOR: True,  # of the whole unit; gives work, agrees to accounts
    Role.CASE_MANAGER: True,  # identities, shelter
    Role.COMPANION: True,  # identities, shelter
    Role.SECRETARIAT: True,  # publishes a province's figures
    Role.ANALYST: False,  # months, regencies and counts; no row
    Role.AUDITOR: True,  # who works on what, everywhere
    Role.ADMINISTRATOR: True,  # gives posts, ends sessions
}


@dataclass(frozen=True, slots=True)
class Hat:
    """The post one acts for, as plain values. Without a role there is no right.

    `personal_keys` open single cases to her alone: as a named reader, or in danger.
    """

    role: Role | None
    agency_id: int | None
    region_id: int | None = None
    agency_type: str = ""
    personal_keys: tuple[int, ...] = ()

    @classmethod
    def none(cls) -> "Hat":
        return cls(role=None, agency_id=None)

    @property
    def agency_keys(self) -> tuple[int, ...]:
        """Keys that open cases and what hangs on them: her office's, and her own."""
        if self.agency_id is None or not may(self, Act.SEE_CASES):
            return ()
        return (self.agency_id, *self.personal_keys)

    @property
    def region_keys(self) -> tuple[int, ...]:
        """Keys that open summaries only."""
        if self.region_id is None or not may(self, Act.SEE_SUMMARIES):
            return ()
        return (-self.region_id,)

    @property
    def scope_keys(self) -> tuple[int, ...]:
        return self.agency_keys + self.region_keys


@dataclass(frozen=True, slots=True)
class Opening:
    """The grounds under which a section opens: to everyone of the office, or only to
    those who are assigned to the case."""

    freely: Ground
    if_assigned: Ground


@dataclass(frozen=True, slots=True)
class Ties:
    """How she stands to one case: what its scope rows say under her keys, and whether
    she is assigned to it (or wrote it, for the office that leads it)."""

    rows: tuple[tuple[Ground, Section], ...] = ()
    is_assigned: bool = False


SHUT = Opening(Ground(0), Ground(0))
# Who else comes to see a case is for those who work on it for the office that leads:
# whoever may write its sentence.
SECTION_OF = {Act.REFER: Section.NARRATIVE, Act.NAME_READER: Section.NARRATIVE}


def may(hat: Hat, act: Act) -> bool:
    """Does the role carry the act at all?"""
    return hat.role is not None and act in ACTS_OF.get(hat.role, frozenset())


def needs_second_factor(roles: Iterable[Role]) -> bool:
    """Does one of these roles need it? Whoever holds a second hat needs what that
    needs: she puts it on without signing in again."""
    return any(NEEDS_SECOND_FACTOR[role] for role in roles)


def roles_that(act: Act) -> list[Role]:
    """The roles that carry the act."""
    return [role for role, acts in ACTS_OF.items() if act in acts]


@lru_cache(4096)
def opening(hat: Hat, section: Section) -> Opening:
    """Under which grounds a section of a case opens to this hat for reading."""
    if not may(hat, Act.SEE_CASES):
        return SHUT
    office = Ground(0)
    for ground in (Ground.LEAD, Ground.PARTICIPATION):
        if section in mandate(hat.agency_type, ground).reads:
            office |= ground
    # A key of her own opens no more than her office could lead.
    own = Ground.PERSONAL if Ground.LEAD in office else Ground(0)
    if section in OPEN:
        command = Ground.COMMAND if Ground.LEAD in office else Ground(0)
        return Opening(office | command | own, Ground(0))
    # Who reported is known to who took it down and to who is named, not to their chief.
    if hat.role == Role.SUPERVISOR and section != Section.REPORTER:
        return Opening(office | own, Ground(0))
    return Opening(own, office)


def in_danger(hat: Hat) -> Section:
    """What break-glass opens to her: no more than her office can be asked in for."""
    return IN_DANGER & mandate(hat.agency_type, Ground.PARTICIPATION).reads


def may_see(hat: Hat, section: Section, ties: Ties) -> bool:
    """Does this section of the case open to her?"""
    return bool(opened_by(hat, section, ties))


def opened_by(hat: Hat, section: Section, ties: Ties) -> Ground:
    """The grounds by which this section of the case opens to her; none: it is shut."""
    found = Ground(0)
    for grounds, _why in _opening_rows(hat, section, ties):
        found |= grounds
    return found


def _opening_rows(
    hat: Hat, section: Section, ties: Ties
) -> Iterator[tuple[Ground, Ground]]:
    """Of each scope row that opens the section to her: by which grounds, of which."""
    way = opening(hat, section)
    grounds = way.freely | (way.if_assigned if ties.is_assigned else Ground(0))
    for why, granted in ties.rows:
        if section in granted and why & grounds:
            yield why & grounds, why


def may_on_case(hat: Hat, act: Act, ties: Ties, section: Section | None = None) -> bool:
    """May `hat` do `act` on that section of the case? What opens the section must be
    her office's part in the case: command reads only, and so does who is in danger."""
    section = section or SECTION_OF.get(act, Section.SUMMARY)
    return may(hat, act) and any(
        why & ground and section in mandate(hat.agency_type, ground).writes
        for _grounds, why in _opening_rows(hat, section, ties)
        for ground in (Ground.LEAD, Ground.PARTICIPATION)
    )


def may_in_office(hat: Hat, act: Act, ties: Ties) -> bool:
    """May `hat` do what concerns the office's own part in a case that it leads or was
    asked in: assign its people, leave?"""
    part = Ground.LEAD | Ground.PARTICIPATION
    return may(hat, act) and any(why & part for why, _granted in ties.rows)


def looks_by_right(hat: Hat, ties: Ties) -> bool:
    """Is the case hers to look at: is she assigned to it (or its writer), holds a key
    of her own (break-glass is reviewed by itself), or is she in charge of an office
    that handles it? Everybody else looks at what is others' work."""
    is_named = any(why & Ground.PERSONAL for why, _granted in ties.rows)
    return ties.is_assigned or is_named or may_in_office(hat, Act.ASSIGN, ties)


def may_review(hat: Hat) -> bool:
    """Does she look at what others opened: as whoever commands people, or audits?"""
    return may(hat, Act.REVIEW) or may(hat, Act.READ_AUDIT)


def require_review(hat: Hat) -> None:
    """Raise PermissionDenied (403) unless she looks at what others opened."""
    if not may_review(hat):
        require(hat, Act.REVIEW)


def may_see_history(hat: Hat, ties: Ties) -> bool:
    """Who looked at a case: for its lead agency's supervisor, and for whoever of that
    agency is assigned to it."""
    leads = any(why & Ground.LEAD for why, _granted in ties.rows)
    answers = ties.is_assigned or hat.role == Role.SUPERVISOR
    return may(hat, Act.SEE_CASES) and leads and answers


def require_history(hat: Hat, ties: Ties) -> None:
    """Raise PermissionDenied (403) unless she answers for the case."""
    if not may_see_history(hat, ties):
        raise PermissionDenied(
            _("Riwayat akses dibuka bagi penanggung jawab perkara ini.")
        )


def require_in_danger(hat: Hat) -> None:
    """Raise PermissionDenied (403) unless break-glass would open anything to her."""
    require(hat, Act.BREAK_GLASS)
    if not in_danger(hat):
        raise PermissionDenied(_("Instansi Anda tidak membuka perkara secara darurat."))


def may_lead(hat: Hat) -> bool:
    """May her office lead cases at all? One that only coordinates holds none."""
    return Section.SUMMARY in mandate(hat.agency_type, Ground.LEAD).writes


def may_search(hat: Hat) -> bool:
    """May she ask who is recorded? In an office that leads cases."""
    return may(hat, Act.SEARCH_NAMES) and may_lead(hat)


def require_search(hat: Hat) -> None:
    """Raise PermissionDenied (403) unless she may ask who is recorded: in an office
    that leads cases."""
    require(hat, Act.SEARCH_NAMES)
    if not may_lead(hat):
        raise PermissionDenied(_("Instansi Anda tidak menangani perkara."))


def offered_to(hat: Hat) -> frozenset[str]:
    """The acts that her pages lead to: her role's, without those that an office which
    only coordinates has no use for."""
    acts = frozenset[str](ACTS_OF.get(hat.role, ()) if hat.role else ())
    return acts if may_lead(hat) else acts - {Act.LOG_CASE, Act.SEARCH_NAMES}


def serves(served: Collection[str], region: str) -> bool:
    """Does an office that serves these regions (by code) serve that one too?

    Codes nest by their dots, and the nation's office serves every region.
    """
    return NATION in served or any(
        region == code or region.startswith(f"{code}.") for code in served
    )


def may_on_edition(hat: Hat, act: Act, *, served: Collection[str], region: str) -> bool:
    """An edition is TERBATAS: only offices that serve its region have to do with it."""
    return may(hat, act) and serves(served, region)


def require_on_edition(
    hat: Hat, act: Act, *, served: Collection[str], region: str
) -> None:
    """Raise PermissionDenied (403) unless `hat` may do `act` on its editions."""
    if not may_on_edition(hat, act, served=served, region=region):
        raise PermissionDenied(
            _("Hanya instansi yang melayani wilayah ini dapat melakukannya.")
        )


def require(hat: Hat, act: Act) -> None:
    """Raise PermissionDenied (403) unless the role carries the act."""
    if not may(hat, act):
        raise PermissionDenied(_("Peran Anda tidak memiliki hak untuk tindakan ini."))


def require_on_case(
    hat: Hat, act: Act, ties: Ties, section: Section | None = None
) -> None:
    """Raise PermissionDenied (403) unless `hat` may do `act` on the section."""
    if may_on_case(hat, act, ties, section):
        return
    section = section or SECTION_OF.get(act, Section.SUMMARY)
    if section not in OPEN and may_on_case(hat, act, ties, Section.SUMMARY):
        raise PermissionDenied(
            _("Hanya petugas yang ditugaskan pada perkara ini dapat melakukannya.")
        )
    raise PermissionDenied(
        _("Hanya satuan yang memimpin perkara ini dapat melakukannya.")
    )
