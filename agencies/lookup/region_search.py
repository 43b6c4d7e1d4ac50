"""Finding a region by its name: the office's own area first, the nation after it."""

import re
from zoneinfo import ZoneInfo

from django.db.models import Case, Q, When
from django.db.models.functions import Length

from agencies.choices import RegionKind
from agencies.lookup.zones import ZONE_WORDS
from agencies.models import Agency, Region
from agencies.models.region import normalise

CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}){0,2}")
SHORTEST = 2
LONGEST = 120
SHOWN = 10
# Words that people put before a name and that no name holds.
LEVELS = {"provinsi", "prov", "kecamatan", "kec"}


def find(text: str, *, near: Agency | None, limit: int = SHOWN) -> list[Region]:
    """Up to `limit` regions that `text` may mean, the likeliest first.

    Those in the area of `near` come first, then those called exactly so, those whose
    own name matches, the wider ones. Fewer than two letters find nothing.
    """
    words = _words(text)
    if len(words) < SHORTEST:
        return []
    ranked = Region.objects.named_like(words).annotate(
        otherwise=Case(When(_called(words), then=0), default=1),
        away=Case(When(_inside(area_codes(near)), then=0), default=1),
        by_context=Case(When(_own_name(words), then=0), default=1),
    )
    order = ("away", "otherwise", "by_context", Length("code"), Length("name"), "code")
    return list(ranked.select_related("parent__parent").order_by(*order)[:limit])


def named(code: str) -> Region | None:
    """The region with this Kemendagri code, if there is one below the nation."""
    if not CODE.fullmatch(code):
        return None
    return (
        Region.objects.exclude(kind=RegionKind.NATION)
        .select_related("parent__parent")
        .filter(code=code)
        .first()
    )


def written_out(text: str) -> Region | None:
    """The one region that `text` names in full, so that nothing is left to choose.

    "Gorontalo" is a province, a city and a regency: it names none of them in full.
    """
    words = _words(text)
    if not words:
        return None
    alike = Region.objects.exclude(kind=RegionKind.NATION)
    for word in words.split():
        alike = alike.filter(_own_name(word))
    called = list(alike[:2])
    if len(called) == 1 and normalise(called[0].name) == words:
        return named(called[0].code)
    whole = Region.objects.exclude(kind=RegionKind.PROVINCE).filter(search=words)[:2]
    return named(whole[0].code) if len(whole) == 1 else None


def meant(text: str, code: str) -> Region | None:
    """The region that was chosen, if `text` may still mean it; else one named in full.

    Without script the text may have been changed after the choice.
    """
    region = named(code) if code else None
    if region is None or not may_mean(text, region):
        return written_out(text)
    return region


def may_mean(text: str, region: Region) -> bool:
    """Could `text` have been typed to find `region`?"""
    if normalise(text) == normalise(in_full(region)):
        return True
    words = _words(text)
    return bool(words) and (
        Region.objects.named_like(words).filter(pk=region.pk).exists()
    )


def area_codes(agency: Agency | None) -> list[str]:
    """Codes of the regions that an office serves, or else the office above it."""
    while agency is not None:
        codes = list(agency.regions.values_list("code", flat=True))
        if codes:
            return codes
        agency = agency.parent
    return []


def context_of(region: Region) -> str:
    """What tells it from others of its name: "Kota Balikpapan, Kalimantan Timur"."""
    if region.kind == RegionKind.PROVINCE:
        return region.get_kind_display()
    above = [region.parent]
    if region.kind == RegionKind.DISTRICT:
        above.append(region.parent.parent)
    return ", ".join(parent.name for parent in above)


def in_full(region: Region) -> str:
    """Name and context: what the input holds once a region is chosen."""
    return f"{region.name}, {context_of(region)}"


def as_option(region: Region) -> dict[str, str]:
    """For the type-ahead and the list of radios; `id` is the Kemendagri code."""
    return {
        "id": region.code,
        "label": region.name,
        "context": context_of(region),
        "zone": zone_word(region),
    }


def zone_word(region: Region) -> str:
    return ZONE_WORDS[ZoneInfo(region.time_zone).key]


def _words(text: str) -> str:
    words = normalise(text[:LONGEST]).split()
    return " ".join(word for word in words if word not in LEVELS)


def _inside(codes: list[str]) -> Q:
    area = Q(pk__in=[])
    for code in codes:
        area |= Q(code=code) | Q(code__startswith=f"{code}.")
    return area


def _called(words: str) -> Q:
    kinds = ("", "kota ", "kabupaten ")
    return Q(*[("name__iexact", f"{kind}{words}") for kind in kinds], _connector=Q.OR)


def _own_name(words: str) -> Q:
    return Q(name__istartswith=words) | Q(name__icontains=f" {words}")
