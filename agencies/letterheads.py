"""How offices head and address their letters, from what the register knows of them.

Offices are addressed, never persons; what it does not know is left to the pen.
"""

import re
from dataclasses import dataclass, replace

from agencies.choices import AgencyLevel, TaskForceKind
from agencies.models import Agency, Region, TaskForce
from agencies.models.region import NATION_CODE

POLICE = "police"
POLRI = "KEPOLISIAN NEGARA REPUBLIK INDONESIA"
HEADQUARTERS = "MARKAS BESAR"
CAPITAL = "Jakarta"
# Where an office sits, if not in the capital of what it serves.
SEATS = {
    "POLDA-KALSEL": "Banjarbaru",
    "POLDA-KALTIM": "Balikpapan",
    "POLDA-KEPRI": "Batam",
}
FORMS = {
    "Polda ": "DAERAH ",
    "Polrestabes ": "RESOR KOTA BESAR ",
    "Polresta ": "RESOR KOTA ",
    "Polres ": "RESOR ",
}
# Offices of a government in the regions; it stands at the end of their names.
REGIONAL = frozenset(
    {"dp3a", "health", "manpower_office", "satpol_pp", "social_office", "uptd_ppa"}
)
GOVERNMENT = re.compile(r" (?P<of>(?:Provinsi|Kabupaten|Kota) .+)\Z")


def reporting_office(region_code: str) -> Agency | None:
    """The police office whose report a region's is: Mabes, the Polda, the Polres; a
    regency without a Polres of its own in the register is reported by its Polda."""
    if region_code == NATION_CODE:
        return Agency.objects.filter(code="POLRI").first()
    levels = [AgencyLevel.PROVINCE]
    if len(region_code) > len("64"):
        levels.insert(0, AgencyLevel.REGENCY)
    for level in levels:
        found = Agency.objects.nearest_to(region_code, agency_type=POLICE, level=level)
        if found:
            return found
    return None


def signing_office(code: str) -> Agency | None:
    """The command in whose name an office's letters go: the Polres of its unit."""
    office = Agency.objects.filter(code=code).first()
    return office.numbering_agency if office else None


def lines_of(office: Agency | None) -> tuple[str, ...]:
    """At most three lines, from the top of the command or from the government of the
    region down to the office."""
    if office is not None and not is_police(office):
        return _civil_lines(office)
    lines = [POLRI]
    if office is None or office.level == AgencyLevel.NATIONAL:
        return (POLRI, HEADQUARTERS)
    parent = office.parent
    if parent is not None and parent.level == AgencyLevel.PROVINCE:
        lines.append(formal(parent.name))
    lines.append(formal(office.name))
    return tuple(lines)


def _civil_lines(office: Agency) -> tuple[str, ...]:
    """ "PEMERINTAH KOTA BALIKPAPAN", "DINAS SOSIAL"."""
    of = GOVERNMENT.search(office.name) if office.type in REGIONAL else None
    if of is None:
        return (office.name.upper(),)
    offices = [office.parent, office] if office.parent else [office]
    names = [GOVERNMENT.sub("", one.name) for one in offices]
    return tuple(line.upper() for line in (f"Pemerintah {of['of']}", *names))


def head_of(office: Agency | None) -> str:
    """Who signs: "KEPALA KEPOLISIAN RESOR KOTA BALIKPAPAN"."""
    if office is None or office.level == AgencyLevel.NATIONAL:
        return f"KEPALA {POLRI}"
    return f"KEPALA KEPOLISIAN {formal(office.name)}"


def is_police(office: Agency | None) -> bool:
    return office is None or office.type == POLICE


@dataclass(frozen=True)
class Recipient:
    """`lines` follow "Yth."; `copies` are those who get the letter too (tembusan)."""

    lines: tuple[str, ...]
    place: str
    copies: tuple[str, ...] = ()


def recipient_of(region: Region, office: Agency | None) -> Recipient:
    """Of an office's report: who chairs the region's task force; where the register
    knows none, the command above, which gets a copy otherwise."""
    above = _above(office, region)
    force = TaskForce.objects.filter(region=region, kind=TaskForceKind.GUGUS_TUGAS)
    name = force.values_list("name", flat=True).first()
    if name is None:
        return replace(above, copies=())
    place = region.capital or CAPITAL
    return Recipient((f"KETUA {name.upper()}",), place, above.copies)


def _above(office: Agency | None, region: Region) -> Recipient:
    """A Polres reports to its Polda, a Polda to Bareskrim, another office to the
    police of the region."""
    parent = office.parent if office else None
    if not is_police(office):
        parent = reporting_office(region.code)
    if parent is None or parent.level == AgencyLevel.NATIONAL:
        lines = (f"KEPALA {POLRI}", "u.p. KABARESKRIM POLRI")
        return Recipient(lines, CAPITAL, ("Kabareskrim Polri.",))
    short = parent.name[:1].lower() + parent.name[1:]
    return Recipient((head_of(parent),), seat_of(parent), (f"Ka{short}.",))


def seat_of(office: Agency | None) -> str:
    """Where it sits: as known, else in the capital of the first region it serves."""
    if office is None:
        return ""
    served = min(
        office.regions.all(), key=lambda r: (len(r.code), r.code), default=None
    )
    return SEATS.get(office.code) or (served.capital if served else CAPITAL)


def formal(name: str) -> str:
    """ "Polresta Balikpapan" → "RESOR KOTA BALIKPAPAN"."""
    for short, form in FORMS.items():
        if name.startswith(short):
            return f"{form}{name.removeprefix(short)}".upper()
    return name.upper()
