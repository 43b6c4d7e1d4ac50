"""What a list's page shows around its rows: tabs, filters, chips, order, pager.

Links carry only what was understood. Words that were refused, in the search box above
all, are told once and stand in no link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agencies.models import SavedView
from cases.lists import Page, RegisterList, Total
from cases.lists import words as list_words
from cases.lists.addresses import SORTS, filters_in_words, sort_of, understood
from cases.lists.cursors import BadCursor
from cases.lists.filters import RegisterFilters
from cases.nouns import Noun

# Lists that a figure opened: they show the date by which it counts.
BY_COUNTED = frozenset({"counted_from", "counted_to"})


@dataclass(frozen=True)
class Kind:
    """A list of one noun: how it is read, narrowed and said.

    `first` names the filters that stand open on a desk; the others are folded.
    `counted` says how many there are, of `total` (a text) and `n`; `presets` are
    (word, query) of the tabs that everyone has.
    """

    noun: Noun
    register_list: type[RegisterList]
    filters: type[RegisterFilters]
    words: Callable[[dict], dict]
    counted: str | Promise
    first: tuple[str, ...]
    presets: tuple[tuple[str | Promise, str], ...] = ()

    @property
    def name(self) -> str:
        return self.register_list.name

    @property
    def url_name(self) -> str:
        return f"{self.noun.name}_list"

    @property
    def template(self) -> str:
        return f"cases/list_{self.name}.html"


class ListPage:
    """One answer of a list to one address."""

    def __init__(self, kind: Kind, request: HttpRequest):
        self.kind, self.user = kind, request.user
        self.filters = kind.filters(request.GET, user=request.user)
        self.sort = sort_of(kind.name, request.GET)
        options = {"by_number": True} if self.sort == "number" else {}
        self.list = kind.register_list(request.user, self.filters, **options)
        self.lost_place = False
        self.page = self._page(request.GET)

    def _page(self, params: QueryDict) -> Page:
        try:
            return self.list.page(
                after=params.get("after", ""), before=params.get("before", "")
            )
        except BadCursor:
            self.lost_place = True
            return self.list.page()

    @property
    def only_hit(self) -> dict | None:
        """The one case that a searched number led to."""
        rows = self.page.rows
        is_found = "q" in self.filters.asked and len(rows) == 1
        return rows[0] if is_found and not self.page.previous else None

    def context(self) -> dict[str, Any]:
        counted = self._total()
        total = list_words.total(counted)
        in_words = self.kind.counted % {"total": total, "n": counted.n}
        return {
            "kind": self.kind,
            "filters": self.filters,
            "rows": [self.kind.words(row) for row in self.page.rows],
            "counted": in_words,
            "tabs": self._tabs(total),
            "saved": self.saved_view,
            "query": self.query(),
            "main_fields": self._fields(is_first=True),
            "more_fields": self._fields(is_first=False),
            "more_open": bool(self.filters.asked.keys() - {"q", *self.kind.first}),
            "hidden": self._hidden(),
            "chips": self._chips(),
            "clear_url": self.url(only_sort=True),
            "notes": self._notes(),
            "sorts": self._sorts(),
            "pager": self._pager(in_words),
            "has_whole_cases": self._has_whole_cases(),
            "is_counted": bool(BY_COUNTED & self.filters.asked.keys()),
        }

    def _total(self) -> Total:
        """A count that gave up early says at least what the page shows."""
        counted = self.list.total()
        return Total(max(counted.n, len(self.page.rows)), counted.or_more)

    # -- Addresses ---------------------------------------------------------------------

    def query(self, *, without: str = "", only_sort: bool = False, **changes) -> str:
        """The query string of what was understood, in a fixed order."""
        said = understood(self.filters)
        if only_sort:
            said = QueryDict(mutable=True)
        said.pop(without, None)
        if self.sort != SORTS[0]:
            said["sort"] = self.sort
        for name, value in changes.items():
            said[name] = value
        return said.urlencode()

    def url(self, **options) -> str:
        return self._address(self.query(**options))

    def _address(self, query: str) -> str:
        path = reverse(self.kind.url_name)
        return f"{path}?{query}" if query else path

    # -- Parts of the page -------------------------------------------------------------

    @property
    def saved_view(self) -> SavedView | None:
        """Her saved view that this page is, if it is one."""
        here = self.query()
        return next((view for view in self.saved_views if view.query == here), None)

    @property
    def saved_views(self) -> list[SavedView]:
        if not hasattr(self, "_saved_views"):
            views = self.user.saved_views.filter(list=self.kind.name)
            self._saved_views = list(views)
        return self._saved_views

    def _tabs(self, total: str) -> list[dict]:
        here = self.query()
        named = [(_("Semua"), ""), *self._presets()]
        named += [(view.name, view.query) for view in self.saved_views]
        tabs = [
            {
                "url": self._address(query),
                "word": word,
                "current": query == here,
                "count": total if query == here else None,
            }
            for word, query in named
        ]
        save = {"url": "#save-view", "word": _("+ Simpan tampilan")}
        return [*tabs, save | {"current": False, "count": None}]

    def _presets(self) -> list[tuple]:
        """Those whose filters her hat is offered."""
        return [
            (word, query)
            for word, query in self.kind.presets
            if set(QueryDict(query)) <= set(self.filters.offered)
        ]

    def _fields(self, *, is_first: bool) -> list:
        return [
            self.filters.form[name]
            for name in self.filters.offered
            if (name in self.kind.first) == is_first
        ]

    def _hidden(self) -> list[dict]:
        kept = {} if self.sort == SORTS[0] else {"sort": self.sort}
        if "q" in self.filters.asked:
            kept["q"] = self.filters.data["q"].strip()
        for name in self.filters.by_address & self.filters.asked.keys():
            kept[name] = self.filters.data[name].strip()
        return [{"name": name, "value": value} for name, value in kept.items()]

    def _chips(self) -> list[dict]:
        return [
            {"label": words, "remove_url": self.url(without=name)}
            for name, words in filters_in_words(self.filters).items()
        ]

    def _notes(self) -> list[str]:
        fields, errors = self.filters.form.fields, self.filters.errors
        notes = []
        for name, said in errors.items():
            if name != "q":
                notes.append(
                    _("%(filter)s: %(error)s Saringan ini tidak dipakai.")
                    % {"filter": fields[name].label, "error": said[0]}
                )
        if self.lost_place:
            notes.append(_("Penanda laman tidak dikenal: daftar tampil dari awal."))
        if self.user.hat.region_keys and getattr(
            self.list, "leaves_summaries_out", False
        ):
            notes.append(
                _(
                    "Saringan atau urutan ini hanya memuat perkara satuan Anda:"
                    " ringkasan wilayah tidak ikut tampil."
                )
            )
        return notes

    def _has_whole_cases(self) -> bool:
        """Are the columns of whole cases worth their place?"""
        return bool(self.user.hat.agency_keys) and (
            any(row.get("sight") != "summary" for row in self.page.rows)
        )

    def _sorts(self) -> dict[str, dict]:
        """Where a click on a column leads, and how it is ordered now (aria-sort)."""
        if self.kind.name != "cases" or not self.user.hat.agency_keys:
            return {}
        filtered = understood(self.filters)
        by_number = filtered.copy()
        by_number["sort"] = "number"
        return {
            name: {"url": self._address(query), "is_current": name == self.sort}
            for name, query in (
                ("date", filtered.urlencode()),
                ("number", by_number.urlencode()),
            )
        }

    def _pager(self, counted: str) -> dict[str, str]:
        on_page = len(self.page.rows)
        words = _("%(n)d pada laman ini, dari %(counted)s yang dapat Anda lihat")
        after, before = self.page.next, self.page.previous
        return {
            "words": words % {"n": on_page, "counted": counted},
            "next_url": self.url(after=after) if after else "",
            "previous_url": self.url(before=before) if before else "",
        }
