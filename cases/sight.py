"""What somebody sees of a case and may do with it, as `agencies.access` decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from agencies import access, audit, clock
from agencies.access import Act, Hat, Ties
from agencies.compiled import Compiled, asked
from agencies.models import AuditEvent, User
from agencies.sections import Ground, Section
from cases.choices import OPENED
from cases.models import Case, CaseScope, CaseWorker
from cases.models.worker import opening


@dataclass(frozen=True, slots=True)
class Sight:
    """One hat before one case."""

    hat: Hat
    ties: Ties
    case_id: int | None = None  # none where she sees no case
    # The looks at it that are on record since an hour: what opened to her, in words.
    looked: frozenset[str] = frozenset()

    def sees(self, section: Section) -> bool:
        return access.may_see(self.hat, section, self.ties)

    def may(self, act: Act, section: Section | None = None) -> bool:
        return access.may_on_case(self.hat, act, self.ties, section)

    def require(self, act: Act, section: Section | None = None) -> None:
        """Raise PermissionDenied (403) unless she may."""
        access.require_on_case(self.hat, act, self.ties, section)

    def may_in_office(self, act: Act) -> bool:
        return access.may_in_office(self.hat, act, self.ties)

    def require_in_office(self, act: Act) -> None:
        """Raise PermissionDenied (403) unless she may."""
        access.require(self.hat, act)
        if not self.may_in_office(act):
            raise PermissionDenied(
                _("Hanya satuan yang menangani perkara ini dapat melakukannya.")
            )

    @property
    def by_office(self) -> Section:
        """The sections that open to her by her office's part in the case, as one: what
        a key of her own opens is not hers to keep."""
        return Section(
            sum(
                each
                for each in Section
                if access.opened_by(self.hat, each, self.ties) & ~Ground.PERSONAL
            )
        )

    @property
    def opened(self) -> list[Section]:
        """The sections that open to her."""
        return [section for section in Section if self.sees(section)]


def of(user: User, case: Case) -> Sight:
    """As things stand now; blind for who sees no more than a summary."""
    return of_id(user, case.public_id)


def of_id(user: User, public_id: UUID) -> Sight:
    """`of` for a case by its public id: one statement for each of her keys."""
    given = _given(user, public_id)
    keys = user.hat.agency_keys
    return _seen(user, [tie for key in keys for tie in _TIES.ask(key=key, **given)])


def with_row(user: User, public_id: UUID, row: Compiled) -> tuple[Sight, str | None]:
    """`of_id`, and the JSON text of the one row that `row` gives for a key and that id;
    None if it gives none. One statement for each of her keys."""
    given = _given(user, public_id)
    ties: list[tuple] = []
    text = None
    for key in user.hat.agency_keys:
        tied, of_ties = _TIES.filled(key=key, **given)
        told, of_row = row.filled(key=key, id=public_id)
        both = f"SELECT ARRAY(SELECT to_json(t) FROM ({tied}) t), ({told})"  # noqa: S608 - compiled by the ORM; what is asked for goes as a parameter
        ((found, one),) = asked(both, [*of_ties, *of_row], of=row.table)
        ties += [tuple(tie.values()) for tie in found]
        text = text or one
    return _seen(user, ties), text


def _given(user: User, public_id: UUID) -> dict[str, Any]:
    hat, since = user.hat, clock.now() - audit.ONCE
    post = user.assignment.post_id if user.assignment else None
    mine = {"user": user.pk, "agency": hat.agency_id, "post": post}
    return {"id": public_id, "since": since, **mine}


def _seen(user: User, ties: list[tuple]) -> Sight:
    hat = user.hat
    found = tuple((Ground(why), Section(granted)) for why, granted, *_ in ties)
    # Whoever wrote a case works on it, for as long as her office leads it.
    is_assigned = any(
        is_mine or (writer == user.pk and lead == hat.agency_id)
        for _why, _granted, is_mine, writer, lead, _case, _looked in ties
    )
    if not ties:
        return Sight(hat, Ties())
    *_, case_id, looked = ties[0]
    return Sight(hat, Ties(found, is_assigned), case_id, frozenset(looked))


def open_among(user: User, section: Section, cases: Iterable[UUID]) -> dict[UUID, int]:
    """Those of the cases (by public id, with their keys) of which it opens to her."""
    opened = Case.objects.filter(opening(user, section), public_id__in=set(cases))
    return dict(opened.values_list("public_id", "pk"))


# They stand for a key, a user, her agency and post, a case and a moment: no row has
# them.
_KEY, _USER, _AGENCY, _POST, _ID = -2_000_000_000, -2, -3, -4, UUID(int=0)
_SINCE = datetime(1900, 1, 3, tzinfo=clock.WIB)


def _ties():
    looks = AuditEvent.objects.filter(
        case_id=OuterRef("case_id"),
        at__gt=_SINCE,
        by_id=_USER,
        post_id=_POST,
        verb=OPENED,
    )
    return (
        CaseScope.objects.under([_KEY])
        .filter(case__public_id=_ID)
        .annotate(
            is_mine=Exists(CaseWorker.objects.of(_USER, _AGENCY, "case_id")),
            looked=ArraySubquery(looks.values_list(KT("changes__sections__1"))),
        )
        .values_list(
            "grounds",
            "granted",
            "is_mine",
            "case__created_by_id",
            "case__lead_agency_id",
            "case_id",
            "looked",
        )
    )


_TIES = Compiled(
    _ties, key=_KEY, id=_ID, user=_USER, agency=_AGENCY, post=_POST, since=_SINCE
)
