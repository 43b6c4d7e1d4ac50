"""Reading whole lists page by page, forwards and backwards."""

from django.http import QueryDict

from cases.lists import CaseList, RegisterList, filters
from tests.people import person


def pages(register_list: RegisterList, *, size: int) -> list[list[dict]]:
    """Every page from the first to the last."""
    page = register_list.page(size=size)
    found = [page.rows]
    while page.next:
        page = register_list.page(after=page.next, size=size)
        found.append(page.rows)
    return found


def pages_backwards(register_list: RegisterList, *, size: int) -> list[list[dict]]:
    """Every page from the last to the first, each reached by "previous"."""
    page = register_list.page(size=size)
    while page.next:
        page = register_list.page(after=page.next, size=size)
    found = [page.rows]
    while page.previous:
        page = register_list.page(before=page.previous, size=size)
        found.append(page.rows)
    return found


def asked(kind: type[filters.RegisterFilters], query: str, username: str):
    """The filters of an address such as "region=64.71&progress=lidik"."""
    return kind.read(QueryDict(query), user=person(username))


def cases_found(query: str, username: str = "sari") -> list:
    """Public ids of the cases that she finds, newest first."""
    narrowed = asked(filters.CaseFilters, query, username)
    found = CaseList(person(username), narrowed).page(size=500).rows
    return [row["id"] for row in found]
