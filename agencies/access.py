"""Who may see and do what. The one place that decides; absent means no.

It gets plain values (a hat, the keys and the lead agency of a case) and asks no
database, so that every door can ask it, and a test can ask it everything.

Rows: a case is visible under *scope keys*. An agency's id is a key of every case whose
lead agency stands below it (or is it); minus a region's id is a key of every case that
happened in the region, for the secretariat of that region's task force. An agency key
opens the case; a region key opens its summary only: month, regency, age group, stage.

Acts: a role has acts, and on a case they hold only for the agency that leads it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role

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
    SEE_SUMMARIES = "see_summaries"
    EXPORT_LIST = "export_list"
    READ_EDITION = "read_edition"
    COMPILE_EDITION = "compile_edition"
    PUBLISH_EDITION = "publish_edition"
    MANAGE_ACCOUNTS = "manage_accounts"
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
        Act.READ_EDITION,
    }
)
_EDITION_WORK = frozenset({Act.READ_EDITION, Act.COMPILE_EDITION, Act.PUBLISH_EDITION})
ACTS_OF: dict[Role, frozenset[Act]] = {
    Role.OFFICER: _CASE_WORK,
    Role.SUPERVISOR: _CASE_WORK | _EDITION_WORK,
    Role.CASE_MANAGER: _CASE_WORK,
    Role.COMPANION: frozenset({Act.SEE_CASES}),
    Role.SECRETARIAT: frozenset({Act.SEE_CASES, Act.SEE_SUMMARIES, Act.EXPORT_LIST})
    | _EDITION_WORK,
    Role.ANALYST: frozenset(
        {Act.SEE_SUMMARIES, Act.EXPORT_LIST, Act.READ_EDITION, Act.COMPILE_EDITION}
    ),
    Role.AUDITOR: frozenset({Act.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset({Act.MANAGE_ACCOUNTS}),
}


@dataclass(frozen=True, slots=True)
class Hat:
    """The post one acts for, as plain values. Without a role there is no right."""

    role: Role | None
    agency_id: int | None
    region_id: int | None = None

    @classmethod
    def none(cls) -> "Hat":
        return cls(role=None, agency_id=None)

    @property
    def agency_keys(self) -> tuple[int, ...]:
        """Keys that open cases, their victims, suspects and police reports."""
        if self.agency_id is None or not may(self, Act.SEE_CASES):
            return ()
        return (self.agency_id,)

    @property
    def region_keys(self) -> tuple[int, ...]:
        """Keys that open summaries only."""
        if self.region_id is None or not may(self, Act.SEE_SUMMARIES):
            return ()
        return (-self.region_id,)

    @property
    def scope_keys(self) -> tuple[int, ...]:
        return self.agency_keys + self.region_keys


def may(hat: Hat, act: Act) -> bool:
    """Does the role carry the act at all?"""
    return hat.role is not None and act in ACTS_OF.get(hat.role, frozenset())


def may_on_case(hat: Hat, act: Act, *, lead_agency_id: int) -> bool:
    """May `hat` do `act` on a case led by that agency? Command reads only."""
    return may(hat, act) and hat.agency_id == lead_agency_id


def may_open_narrative(hat: Hat, *, is_writer: bool, lead_agency_id: int) -> bool:
    """The sentence of a case: its writer alone, while her office leads the case."""
    return is_writer and may_on_case(hat, Act.SEE_CASES, lead_agency_id=lead_agency_id)


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


def require_on_case(hat: Hat, act: Act, *, lead_agency_id: int) -> None:
    """Raise PermissionDenied (403) unless `hat` may do `act` on the case."""
    if not may_on_case(hat, act, lead_agency_id=lead_agency_id):
        raise PermissionDenied(
            _("Hanya satuan yang memimpin perkara ini dapat melakukannya.")
        )
