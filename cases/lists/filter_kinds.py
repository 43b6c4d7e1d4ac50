"""Kinds of filters: each reads its text with a field of `filter_fields`."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.lookup import codes
from cases.lists import filter_fields

YES, NO, NONE = "true", "false", "empty"
YES_OR_NO = [(YES, _("Ada")), (NO, _("Belum ada"))]


class Choice(django_filters.ChoiceFilter):
    def __init__(self, *args, **options):
        options.setdefault("empty_label", _("Semua"))
        super().__init__(*args, **options)


class CodeChoice(Choice):
    """An entry of a code list, retired ones included: old rows carry them."""

    def __init__(self, code_list: str, **options):
        self.code_list = code_list
        super().__init__(choices=self.entries, **options)

    def entries(self):
        return [(e.code, e.label) for e in codes.entries(self.code_list).values()]


class RegionFilter(django_filters.CharFilter):
    field_class = filter_fields.RegionField


class PlaceFilter(django_filters.CharFilter):
    field_class = filter_fields.PlaceField


class AgencyFilter(django_filters.CharFilter):
    field_class = filter_fields.AgencyField


class PeriodFilter(django_filters.CharFilter):
    field_class = filter_fields.PeriodField


class DayFilter(django_filters.DateFilter):
    field_class = filter_fields.DayField


class SearchFilter(django_filters.CharFilter):
    field_class = filter_fields.SearchField


class CodesChoice(CodeChoice):
    """An entry that a row holds among several; `empty` asks for rows that hold none."""

    def entries(self):
        return [*super().entries(), (NONE, _("Tidak ada yang tercatat"))]


def holds(field: str, code: str) -> Q:
    """A list of codes that has this one, or for `empty` has nothing."""
    return Q(**{field: []}) if code == NONE else Q(**{f"{field}__contains": [code]})
