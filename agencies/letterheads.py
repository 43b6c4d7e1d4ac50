"""Kop: how police offices head their letters, from the office's name."""

from agencies.choices import AgencyLevel
from agencies.models import Agency
from agencies.models.region import NATION_CODE

POLRI = "KEPOLISIAN NEGARA REPUBLIK INDONESIA"
HEADQUARTERS = "MARKAS BESAR"
# Where an office sits, if not in the capital of what it serves.
SEATS = {"POLRI": "Jakarta", "POLDA-KALTIM": "Balikpapan", "POLDA-KEPRI": "Batam"}
FORMS = {
    "Polda ": "DAERAH ",
    "Polrestabes ": "RESOR KOTA BESAR ",
    "Polresta ": "RESOR KOTA ",
    "Polres ": "RESOR ",
}


def reporting_office(region_code: str) -> Agency | None:
    """The police office whose report a region's is: Mabes, the Polda, the Polres; a
    regency without a Polres of its own in the register is reported by its Polda."""
    if region_code == NATION_CODE:
        return Agency.objects.filter(code="POLRI").first()
    levels = [AgencyLevel.PROVINCE]
    if len(region_code) > len("64"):
        levels.insert(0, AgencyLevel.REGENCY)
    for level in levels:
        found = Agency.objects.nearest_to(
            region_code, agency_type="police", level=level
        )
        if found:
            return found
    return None


def lines_of(office: Agency | None) -> tuple[str, ...]:
    """At most three lines, from the top of the command down to the office."""
    lines = [POLRI]
    if office is None or office.level == AgencyLevel.NATIONAL:
        return (POLRI, HEADQUARTERS)
    parent = office.parent
    if parent is not None and parent.level == AgencyLevel.PROVINCE:
        lines.append(formal(parent.name))
    lines.append(formal(office.name))
    return tuple(lines)


def head_of(office: Agency | None) -> str:
    """Who signs: "KEPALA KEPOLISIAN RESOR KOTA BALIKPAPAN"."""
    if office is None or office.level == AgencyLevel.NATIONAL:
        return f"KEPALA {POLRI}"
    return f"KEPALA KEPOLISIAN {formal(office.name)}"


def seat_of(office: Agency | None) -> str:
    """ "" where it is the capital of the region that it serves."""
    return SEATS.get(office.code, "") if office else ""


def formal(name: str) -> str:
    """ "Polresta Balikpapan" → "RESOR KOTA BALIKPAPAN"."""
    for short, form in FORMS.items():
        if name.startswith(short):
            return f"{form}{name.removeprefix(short)}".upper()
    return name.upper()
