"""What a figure asks of the list behind it, so that the list is as long as the cell.

Figures go by the primary place and by the leading office alone, where the other filters
also find further places and the offices above.
"""

from typing import ClassVar

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.choices import RegionKind
from agencies.lookup import directory
from cases.lists import filter_fields
from cases.lists.filter_kinds import (
    YES,
    AgencyFilter,
    Choice,
    CodesChoice,
    PlaceFilter,
    holds,
)

COUNTED = [(YES, _("Ya"))]


class CellFilters(django_filters.FilterSet):
    """Filters of the case, on rows of CaseScope."""

    place = PlaceFilter(label=_("Tempat kejadian utama"), method="by_place")
    place_only = PlaceFilter(
        label=_("Tempat kejadian tidak lebih rinci dari"), method="by_place_only"
    )
    lead_agency = AgencyFilter(
        label=_("Dipimpin langsung oleh"),
        method="by_lead_agency",
        widget=forms.TextInput,
    )
    exploitation = CodesChoice(
        "exploitation_type", label=_("Tujuan eksploitasi"), method="by_codes"
    )
    push = CodesChoice(
        "vulnerability_push", label=_("Faktor pendorong"), method="by_codes"
    )
    pull = CodesChoice(
        "vulnerability_pull", label=_("Faktor penarik"), method="by_codes"
    )

    # They come with the address of a figure's cell, and stand as chips only.
    by_address = frozenset({"place", "place_only", "lead_agency"})
    codes_fields: ClassVar = {
        "exploitation": "case__exploitation",
        "push": "case__push_factors",
        "pull": "case__pull_factors",
    }

    def by_place(self, scope, _name, place: directory.Entry):
        if place is filter_fields.ABROAD:
            return scope.exclude(case__country="")
        if place.kind == RegionKind.NATION:
            return scope
        inside = Q(case__region__code__startswith=f"{place.code}.")
        return scope.filter(inside | Q(case__region=place.id))

    def by_place_only(self, scope, _name, place: directory.Entry):
        """Known no further than this region; a country has no parts."""
        if place is filter_fields.ABROAD:
            return self.by_place(scope, _name, place)
        return scope.filter(case__region=place.id)

    def by_lead_agency(self, scope, _name, agency: directory.Entry):
        return scope.filter(case__lead_agency=agency.id)

    def by_codes(self, scope, name: str, code: str):
        return scope.filter(holds(self.codes_fields[name], code))


class OfPeople(django_filters.FilterSet):
    """Victims and suspects that figures count (`counted` of their status)."""

    counted = Choice(
        label=_("Dihitung dalam angka"), choices=COUNTED, method="by_counted"
    )

    def by_counted(self, people, _name, _answer: str):
        return people.counted()
