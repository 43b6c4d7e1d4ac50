"""What the filters' selects offer: places and offices around the one who looks.

Any code may stand in the address; the select offers her own area and what lies below
the one chosen, so that one gets from a province to a district in two steps.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.access import Hat
from agencies.choices import RegionKind
from agencies.lookup import directory
from agencies.models.region import NATION_CODE
from cases.lists.filter_fields import period_in_words, period_of

MONTHS = 12
YEARS = 6
Group = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Options:
    """`data` is the address, whose choices must stay among the options."""

    hat: Hat
    data: Mapping[str, str]
    today: datetime.date

    def regions(self) -> list:
        groups = [(_("Wilayah kerja"), self._home_regions())]
        chosen = directory.region(self.data.get("region") or "")
        if chosen:
            inside = [chosen, *directory.regions_below(chosen.code)]
            groups.insert(0, (chosen.name, inside))
        groups.append((_("Provinsi"), list(directory.regions_below(NATION_CODE))))
        return [("", _("Semua")), *self._without_doubles(groups)]

    def agencies(self) -> list:
        below = list(directory.agencies_below(self.hat.agency_id or 0))
        groups = [(_("Satuan di bawah"), below)]
        chosen = directory.agency(self.data.get("agency") or "")
        if chosen:
            inside = [chosen, *directory.agencies_below(chosen.id)]
            groups.insert(0, (chosen.name, inside))
        return [("", _("Semua")), *self._without_doubles(groups)]

    def periods(self) -> list:
        month, texts = self.today.replace(day=1), []
        for _step in range(MONTHS):
            texts.append(f"{month:%Y-%m}")
            month = (month - datetime.timedelta(days=1)).replace(day=1)
        texts += [str(self.today.year - back) for back in range(YEARS)]
        chosen = self.data.get("period") or ""
        if chosen not in texts and period_of(chosen):
            texts.insert(0, chosen)
        named = [(text, period_in_words(period_of(text))) for text in texts]
        return [("", _("Semua")), *named]

    def _home_regions(self) -> list[directory.Entry]:
        served = directory.regions_served_by(self.hat.agency_id or 0)
        return [
            entry
            for region in served
            for entry in (region, *directory.regions_below(region.code))
        ]

    def _without_doubles(self, groups: Iterable) -> list[Group]:
        """Groups of (code, name); a code stands in the first group that has it."""
        seen: set[str] = set()
        result: list[Group] = []
        for label, entries in groups:
            fresh = [e for e in entries if e.code not in seen and self._is_offered(e)]
            seen.update(entry.code for entry in fresh)
            if fresh:
                result.append((label, [(e.code, e.name) for e in fresh]))
        return result

    def _is_offered(self, entry: directory.Entry) -> bool:
        """A summary names the regency: a district is no question to ask of it."""
        is_chosen = entry.code == self.data.get("region")
        is_asked_of_summaries = entry.kind == RegionKind.DISTRICT and not is_chosen
        return not (self.hat.region_keys and is_asked_of_summaries)
