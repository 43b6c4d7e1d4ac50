"""The nouns of a case page: what each is called, its form and its four acts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import actions, page
from cases.forms.place import PlaceForm
from cases.forms.police_report import PoliceReportForm
from cases.forms.row import RowForm
from cases.forms.suspect import SuspectForm
from cases.forms.victim import VictimForm
from cases.models import Case, Place, PoliceReport, Suspect, Victim
from cases.models.row import Row


def nothing_to_note(request: HttpRequest, row: Row) -> None:
    """Most nouns have nothing to say about a row that has been saved."""


@dataclass(frozen=True)
class Noun:
    """`name` and `path` stand in addresses, `anchor` on the case page."""

    name: str
    path: str
    anchor: str
    word: str | Promise
    model: type[Row]
    form: type[RowForm]
    edit: Callable[..., Row]
    withdraw: Callable[..., Row]
    restore: Callable[..., Row]
    add: Callable[..., Row] | None = None
    note: Callable[[HttpRequest, Row], None] = nothing_to_note

    def url(self, act: str, row: Row) -> str:
        """Address of an act on a row: edit, withdraw or restore."""
        if isinstance(row, Case):
            return reverse(f"case_{act}", args=[row.public_id])
        args = [row.case.public_id, row.public_id]
        return reverse(f"case_{self.name}_{act}", args=args)

    def home(self, case: Case) -> str:
        """Where its rows stand on the case page."""
        return reverse("case", args=[case.public_id]) + f"#{self.anchor}"


def note_number(request: HttpRequest, report: PoliceReport) -> None:
    """Warnings about a saved number: it is odd, or another visible case has it too."""
    if not report.looks_standard:
        messages.warning(
            request,
            _(
                "Nomor LP tersimpan, tetapi tidak mengikuti pola yang lazim. Periksa"
                " apakah sama dengan yang tertulis pada LP."
            ),
        )
    twins = page.same_numbers(report.case, request.user, [report])
    for other in twins[report.normalised]:
        messages.warning(
            request,
            format_html(
                '{} <a href="{}">{}</a>.',
                _("Nomor LP ini juga tercatat pada"),
                reverse("case", args=[other.public_id]),
                other.register_no,
            ),
        )


NOUNS = (
    Noun(
        name="victim",
        path="victims",
        anchor="korban",
        word=gettext_lazy("korban"),
        model=Victim,
        form=VictimForm,
        add=actions.add_victim,
        edit=actions.edit_victim,
        withdraw=actions.withdraw_victim,
        restore=actions.restore_victim,
    ),
    Noun(
        name="suspect",
        path="suspects",
        anchor="tersangka",
        word=gettext_lazy("tersangka"),
        model=Suspect,
        form=SuspectForm,
        add=actions.add_suspect,
        edit=actions.edit_suspect,
        withdraw=actions.withdraw_suspect,
        restore=actions.restore_suspect,
    ),
    Noun(
        name="police_report",
        path="police-reports",
        anchor="lp",
        word=gettext_lazy("laporan polisi"),
        model=PoliceReport,
        form=PoliceReportForm,
        add=actions.add_police_report,
        edit=actions.edit_police_report,
        withdraw=actions.withdraw_police_report,
        restore=actions.restore_police_report,
        note=note_number,
    ),
    Noun(
        name="place",
        path="places",
        anchor="tempat",
        word=gettext_lazy("tempat lain"),
        model=Place,
        form=PlaceForm,
        add=actions.add_place,
        edit=actions.edit_place,
        withdraw=actions.withdraw_place,
        restore=actions.restore_place,
    ),
)
