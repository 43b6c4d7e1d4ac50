"""The nouns of a case: what each is called, where it stands, and its acts.

Pages, lists and the API say these things of a noun by asking here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import actions
from cases.models import Case, Place, PoliceReport, Suspect, Victim
from cases.models.row import CodesField, Row


@dataclass(frozen=True)
class Noun:
    """`name` and `path` stand in addresses, `anchor` on the case page.

    `word` is said of one ("korban ditarik"), `title` of all; `fields` are those of the
    model that people give, in their order; `related` is the case's own word for them.
    """

    name: str
    path: str
    anchor: str
    word: str | Promise
    title: str | Promise
    model: type[Row]
    fields: tuple[str, ...]
    edit: Callable[..., Row]
    withdraw: Callable[..., Row]
    restore: Callable[..., Row]
    add: Callable[..., Row] | None = None
    related: str = ""

    def url(self, act: str, row: Row) -> str:
        """Address of an act on a row: edit, withdraw or restore."""
        if isinstance(row, Case):
            return reverse(f"case_{act}", args=[row.public_id])
        args = [row.case.public_id, row.public_id]
        return reverse(f"case_{self.name}_{act}", args=args)

    def at(self, case_url: str) -> str:
        """Where its rows stand on the case page."""
        return f"{case_url}#{self.anchor}"


CASE = Noun(
    name="case",
    path="cases",
    anchor="ringkasan",
    word=_("perkara"),
    title=_("Perkara"),
    model=Case,
    fields=(
        "happened_on",
        "happened_precision",
        "happened_time",
        "reported_on",
        "region",
        "country",
        "known_via",
        "modus",
        "other_modus",
        "platforms",
        "acts",
        "means",
        "exploitation",
        "push_factors",
        "pull_factors",
    ),
    edit=actions.edit_case,
    withdraw=actions.withdraw_case,
    restore=actions.restore_case,
)
VICTIM = Noun(
    name="victim",
    path="victims",
    anchor="korban",
    word=_("korban"),
    title=_("Korban"),
    model=Victim,
    fields=("sex", "age", "age_group", "determination", "recording", "whereabouts"),
    add=actions.add_victim,
    edit=actions.edit_victim,
    withdraw=actions.withdraw_victim,
    restore=actions.restore_victim,
    related="victims",
)
# Most are reported persons: only an investigator names a suspect (KUHAP).
SUSPECT = Noun(
    name="suspect",
    path="suspects",
    anchor="tersangka",
    word=_("terlapor atau tersangka"),
    title=_("Terlapor dan tersangka"),
    model=Suspect,
    fields=(
        "sex",
        "age",
        "age_group",
        "roles",
        "legal_status",
        "custody",
        "public_office",
    ),
    add=actions.add_suspect,
    edit=actions.edit_suspect,
    withdraw=actions.withdraw_suspect,
    restore=actions.restore_suspect,
    related="suspects",
)
POLICE_REPORT = Noun(
    name="police_report",
    path="police-reports",
    anchor="lp",
    word=_("laporan polisi"),
    title=_("Laporan polisi"),
    model=PoliceReport,
    fields=("number", "model", "dated_on"),
    add=actions.add_police_report,
    edit=actions.edit_police_report,
    withdraw=actions.withdraw_police_report,
    restore=actions.restore_police_report,
    related="police_reports",
)
PLACE = Noun(
    name="place",
    path="places",
    anchor="tempat",
    word=_("tempat lain"),
    title=_("Tempat lain"),
    model=Place,
    fields=("region", "country"),
    add=actions.add_place,
    edit=actions.edit_place,
    withdraw=actions.withdraw_place,
    restore=actions.restore_place,
    related="places",
)
# What hangs on a case and has acts of its own, in the order of its page.
NOUNS = (VICTIM, SUSPECT, POLICE_REPORT, PLACE)


def of_several_codes(noun: Noun) -> tuple[str, ...]:
    """Its fields that hold several codes of a list."""
    kinds = ((name, noun.model._meta.get_field(name)) for name in noun.fields)
    return tuple(name for name, kind in kinds if isinstance(kind, CodesField))
