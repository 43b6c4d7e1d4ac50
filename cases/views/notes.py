"""What is said of a row or a text beside "saved"."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases import sections
from cases.models import Case, PoliceReport
from cases.models.row import Row
from cases.narrative import giveaways_in, in_one_sentence


def note(request: HttpRequest, row: Row) -> None:
    """Warnings about a saved number: it is odd, or another visible case has it too."""
    if not isinstance(row, PoliceReport):
        return
    if not row.looks_standard:
        messages.warning(
            request,
            _(
                "Nomor LP tersimpan, tetapi tidak mengikuti pola yang lazim. Periksa"
                " apakah sama dengan yang tertulis pada LP."
            ),
        )
    twins = sections.same_numbers(row.case, request.user, [row])
    for other in twins[row.normalised]:
        messages.warning(
            request,
            format_html(
                '{} <a href="{}">{}</a>.',
                _("Nomor LP ini juga tercatat pada"),
                reverse("case", args=[other.public_id]),
                other.register_no,
            ),
        )


def warn_of_giveaways(request: HttpRequest, case: Case, text: str) -> None:
    """What the saved sentence may give away, at once, and where to change it."""
    seems = in_one_sentence(giveaways_in(text))
    if seems:
        messages.warning(
            request,
            format_html(
                '{} <a href="{}#uraian">{}</a>',
                seems,
                reverse("case", args=[case.public_id]),
                _("Tinjau dan ubah uraian"),
            ),
        )
