"""Who leads which case, and the invented officers who log them."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import cycle

from agencies import clock
from agencies.cast import IN_POST_SINCE
from agencies.choices import AssignmentKind, RegionKind, Role
from agencies.models import Agency, Assignment, Post, Region, User
from cases.practice.acts import Ground, Officer

UNUSABLE = "!"
TITLE = "Petugas (register latihan)"
# Nunukan's port is where most of its cases are found.
OF_NUNUKAN = (
    "POLRES-NNK-KSKP",
    "POLRES-NNK-KSKP",
    "POLRES-NNK-KSKP",
    "POLRES-NNK-PPA",
    "POLRES-NNK-POLAIRUD",
    "POLRES-NNK-SEK-SEBATIK-BARAT",
    "POLDA-KALTARA-DITRESKRIMUM",
)


class Offices:
    """Agencies by code, and who acts for each; officers are made when first asked."""

    def __init__(self) -> None:
        agencies = {agency.pk: agency for agency in Agency.objects.all()}
        for agency in agencies.values():
            if agency.parent_id:
                agency.parent = agencies[agency.parent_id]
        self.by_code = {agency.code: agency for agency in agencies.values()}
        self.police = police_of(agencies)
        self.officers = cast_of(agencies)
        self.turns: dict[str, Iterable[Officer]] = {}

    def lead(self, lot: random.Random, region: str) -> str:
        """The code of the police office that leads a case in this regency."""
        if region == "65.03":
            return lot.choice(OF_NUNUKAN)
        local = self.police[region]
        polda = self.polda(region)
        if region[:2] == "64" or lot.random() < 0.85:
            return local
        return polda

    def polda(self, region: str) -> str:
        agency = self.by_code[self.police[region]]
        while agency.level != "province":
            agency = agency.parent
        return agency.code

    def officer(self, code: str) -> Officer:
        """Whose turn it is in that office."""
        if code not in self.turns:
            people = self.officers.get(code) or [make_officer(self.by_code[code])]
            self.turns[code] = cycle(people)
        return next(iter(self.turns[code]))

    def lp_office(self, code: str) -> str:
        """As an LP number names the office: POLRESTA X/POLDA Y."""
        agency, words = self.by_code[code], []
        while agency and agency.level != "national":
            if agency.level != "unit":
                words.append(agency.name.upper())
            agency = agency.parent
        return " ".join(re.sub(r"[^A-Z /]", " ", "/".join(words)).split())


def police_of(agencies: dict[int, Agency]) -> dict[str, str]:
    """Regency code → the Unit PPA of its Polres, else the Polres."""
    found: dict[str, str] = {}
    served = Agency.regions.through.objects.filter(
        agency__type="police", region__kind__in=[RegionKind.REGENCY, RegionKind.CITY]
    ).order_by("agency__code")
    for agency_id, region in served.values_list("agency_id", "region__code"):
        agency = agencies[agency_id]
        if agency.level == "regency":
            found.setdefault(region, agency.code)
        elif agency.code.endswith("-PPA"):
            found[region] = agency.code
    return found


def cast_of(agencies: dict[int, Agency]) -> dict[str, list[Officer]]:
    """The cast by the office of their home post: they log what their office leads."""
    found = defaultdict(list)
    homes = Assignment.objects.filter(
        kind=AssignmentKind.HOME, ends_on=None, user__suspended_at=None
    ).exclude(post__title=TITLE)
    for home in homes.select_related("post").order_by("pk"):
        agency = agencies[home.post.agency_id]
        found[agency.code].append(Officer(home.user_id, home.post_id, agency))
    return dict(found)


def make_officer(agency: Agency) -> Officer:
    """An invented officer who cannot sign in: "!" is no hash of any password."""
    user, _made = User.objects.get_or_create(
        username=f"contoh.{agency.pk}",
        defaults={
            "full_name": f"Petugas Contoh {agency.pk}",
            "password": UNUSABLE,
            "password_changed_at": clock.now(),
        },
    )
    post, _made = Post.objects.get_or_create(
        agency=agency, role=Role.OFFICER, title=TITLE
    )
    Assignment.objects.get_or_create(
        user=user,
        post=post,
        kind=AssignmentKind.HOME,
        defaults={"starts_on": IN_POST_SINCE},
    )
    return Officer(user.pk, post.pk, agency)


def ground() -> Ground:
    """All regions by code, and the districts of each regency."""
    regions = {region.code: region for region in Region.objects.order_by("code")}
    within = defaultdict(list)
    for code, region in regions.items():
        if len(code) > 2:
            within[code.rpartition(".")[0]].append(region)
    return Ground(regions, {code: tuple(found) for code, found in within.items()})
