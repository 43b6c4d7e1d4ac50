"""What is said of a row beside "saved"."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases import sections
from cases.models import PoliceReport
from cases.models.row import Row


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
