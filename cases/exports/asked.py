"""What was asked to leave: a list by its name, narrowed by the address of its page."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from agencies import exports
from agencies.access import Act, require
from agencies.models import Export, User
from cases import lists, nouns
from cases.exports import columns
from cases.exports.columns import Column
from cases.lists import filters
from cases.lists.addresses import filters_in_words, kept_query, sort_of
from cases.nouns import Noun

TASK = "cases.export"  # its name in Celery
LONGEST_QUERY = 2_000  # characters


@dataclass(frozen=True)
class Kind:
    noun: Noun
    register_list: type[lists.RegisterList]
    filters: type[filters.RegisterFilters]
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        return self.register_list.name


KINDS = {
    kind.name: kind
    for kind in (
        Kind(nouns.CASE, lists.CaseList, filters.CaseFilters, columns.CASES),
        Kind(nouns.VICTIM, lists.VictimList, filters.VictimFilters, columns.VICTIMS),
        Kind(
            nouns.SUSPECT, lists.SuspectList, filters.SuspectFilters, columns.SUSPECTS
        ),
        Kind(
            nouns.POLICE_REPORT,
            lists.PoliceReportList,
            filters.PoliceReportFilters,
            columns.POLICE_REPORTS,
        ),
    )
}


@dataclass(frozen=True)
class Asked:
    """A list as one user sees it today, with what narrows it."""

    kind: Kind
    filters: filters.RegisterFilters
    list: lists.RegisterList

    @property
    def query(self) -> str:
        """The address again, less what was not understood."""
        return kept_query(self.kind.name, self.filters)

    @property
    def in_words(self) -> list[str]:
        """What narrows it and how it is ordered, for people."""
        order = sort_of(self.kind.name, self.filters.data)
        by_number = [_("Menurut nomor register")] if order == "number" else []
        return [*filters_in_words(self.filters).values(), *by_number]


def read(name: str, query: str, *, by: User) -> Asked:
    """Http404 for a list that there is not; PermissionDenied for one that is not hers,
    or may not leave by her."""
    if name not in KINDS:
        raise Http404
    require(by.hat, Act.EXPORT_LIST)
    kind, params = KINDS[name], QueryDict(query[:LONGEST_QUERY])
    narrowing = kind.filters(params, user=by)
    options = {"by_number": True} if sort_of(name, params) == "number" else {}
    return Asked(kind, narrowing, kind.register_list(by, narrowing, **options))


def ask(asked: Asked, about: tuple[str, str, str], *, by: User) -> Export:
    """`about` is format, purpose and note. See `agencies.exports.ask`."""
    return exports.ask(
        by=by,
        kind=TASK,
        register_list=asked.kind.name,
        query=asked.query,
        about=about,
        filters=sorted(asked.filters.asked),
        of=asked.list.total(settings.EXPORT_MOST_ROWS).n,
    )
