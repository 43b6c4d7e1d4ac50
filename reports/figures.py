"""What we count. One definition serves tile, table, API, report, list and edition.

A definition is never edited: one that counts otherwise gets a new version beside the
old, so that old editions still say what they counted. `docs/figures.md` says the same
for people; a test pins every fingerprint.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from cases.choices import AgeGroup, Determination, LegalStatus
from cases.models.facts import CaseFact, Fact, PoliceReportFact, SuspectFact, VictimFact
from reports.cuts import CUTS, Cut, Words

OF_CASE = ("region", "year", "month", "modus", "progress", "has_lp", "lead_agency")
OF_PERSON = ("sex", "age_group")
SEVERAL = ("exploitation", "platform", "push", "pull")
COUNTED_ON = _("Tanggal laporan polisi pertama; tanpa LP, tanggal lapor")
PRIMARY_PLACE = _("Tempat kejadian utama (TKP), bukan daerah asal")
SEVERAL_UNITS = 2


def lps(n: int) -> str:
    return npgettext("satuan", "LP", "LP", n)


def cases(n: int) -> str:
    return npgettext("satuan", "perkara", "perkara", n)


def people(n: int) -> str:
    return npgettext("satuan", "orang", "orang", n)


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that is counted.

    `where` chooses among the facts of the unit; withdrawn rows have none. `cut_codes`
    name what it can be cut by, `counted(n)` the unit of n ("perkara"). `list` is the
    list whose rows it counts and `list_query` what that list is asked for besides
    period, place and cuts.
    """

    code: str
    version: int
    facts: type[Fact]
    where: Q
    cut_codes: tuple[str, ...]
    label: Words
    counted: Callable[[int], str]
    definition: Words
    date_basis: Words
    source: str
    list: str
    list_query: tuple[tuple[str, str], ...] = ()

    @property
    def cuts(self) -> dict[str, Cut]:
        return {code: CUTS[code] for code in self.cut_codes}

    @property
    def unit(self) -> str:
        """What heads a column of its numbers."""
        return self.counted(SEVERAL_UNITS)

    @property
    def region_basis(self) -> Words:
        return PRIMARY_PLACE

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits of what is counted; the wording of labels is no part."""
        said = f"{self.code}.{self.version}\n{self.facts.__name__}\n{told(self.where)}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def units(self, cutoff: int | None = None) -> QuerySet:
        """Facts of the units that count, now or as known below a tick."""
        return self.facts.objects.known_at(cutoff).filter(self.where)


def told(condition: Q) -> str:
    """A condition written out: the same for ever, whatever Django makes of it."""
    parts = [
        told(child) if isinstance(child, Q) else f"{child[0]}={child[1]!r}"
        for child in condition.children
    ]
    sign = "NOT " if condition.negated else ""
    return f"{sign}({f' {condition.connector} '.join(sorted(parts))})"


COUNTED_VICTIMS = Q(determination__in=[d.number for d in Determination.counted()])

ALL = (
    Figure(
        code="police_reports",
        version=1,
        facts=PoliceReportFact,
        where=Q(),
        cut_codes=(*OF_CASE, *SEVERAL),
        label=_("Laporan polisi"),
        counted=lps,
        definition=_(
            "Setiap laporan polisi, model A atau B, dari perkara yang tercatat."
            " Satu perkara dapat memiliki beberapa LP."
        ),
        date_basis=_("Tanggal LP itu sendiri"),
        source="Perkap 6/2019 Ps. 3 angka 5",
        list="police_report_list",
    ),
    Figure(
        code="cases",
        version=1,
        facts=CaseFact,
        where=Q(),
        cut_codes=(*OF_CASE, *SEVERAL),
        label=_("Perkara"),
        counted=cases,
        definition=_("Setiap perkara yang tercatat, dengan atau tanpa laporan polisi."),
        date_basis=COUNTED_ON,
        source="UU 21/2007 Ps. 1 angka 1",
        list="case_list",
    ),
    Figure(
        code="victims",
        version=1,
        facts=VictimFact,
        where=COUNTED_VICTIMS,
        cut_codes=(*OF_CASE, *OF_PERSON, *SEVERAL),
        label=_("Korban"),
        counted=people,
        definition=_(
            "Orang yang diduga atau terkonfirmasi korban. Yang baru terindikasi dan"
            " yang ternyata bukan korban tidak dihitung. Orang yang sama dalam dua"
            " perkara dihitung dua kali."
        ),
        date_basis=COUNTED_ON,
        source="UU 21/2007 Ps. 1 angka 3; HTCDS",
        list="victim_list",
        list_query=(("counted", "true"),),
    ),
    Figure(
        code="child_victims",
        version=1,
        facts=VictimFact,
        where=COUNTED_VICTIMS & Q(age_group=AgeGroup.CHILD.number),
        cut_codes=(*OF_CASE, "sex", *SEVERAL),
        label=_("Korban anak"),
        counted=people,
        definition=_(
            "Korban yang berumur di bawah 18 tahun pada saat eksploitasi, atau yang"
            " diragukan umurnya. Yang umurnya tidak tercatat sama sekali tidak"
            " termasuk."
        ),
        date_basis=COUNTED_ON,
        source="UU 21/2007 Ps. 1 angka 3 dan 5",
        list="victim_list",
        list_query=(("counted", "true"), ("age_group", "child")),
    ),
    Figure(
        code="suspects",
        version=1,
        facts=SuspectFact,
        where=Q(legal_status__in=[status.number for status in LegalStatus.counted()]),
        cut_codes=(*OF_CASE, *OF_PERSON, "role", *SEVERAL),
        label=_("Tersangka"),
        counted=people,
        definition=_(
            "Orang yang ditetapkan tersangka, juga bila kini terdakwa, terpidana, atau"
            " dibebaskan. Terlapor tidak dihitung."
        ),
        date_basis=COUNTED_ON,
        source="UU 20/2025 (KUHAP)",
        list="suspect_list",
        list_query=(("counted", "true"),),
    ),
)
FIGURES = {figure.code: figure for figure in ALL}


def find(code: str, version: int) -> Figure:
    """The definition that an edition names; LookupError when it never was."""
    for figure in ALL:
        if (figure.code, figure.version) == (code, version):
            return figure
    raise LookupError(f"No figure {code} version {version}.")
