"""What is said of a row or a text beside "saved"."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from agencies.access import Act
from agencies.models import Region
from cases import nik, sections, sight
from cases.choices import PublicOffice
from cases.models import Case, PoliceReport, Suspect, Victim
from cases.models.row import Row
from cases.narrative import giveaways_in, in_one_sentence


def note(request: HttpRequest, case: Case, row: Row) -> None:
    """What else a saved row means. `case` is as it was before the row was saved."""
    if isinstance(row, PoliceReport):
        _note_number(request, row)
    if isinstance(row, Suspect) and not case.is_restricted:
        _note_closed(request, case, row)


def _note_closed(request: HttpRequest, case: Case, suspect: Suspect) -> None:
    """Who holds public office has closed the case; who oversees her own may read it."""
    if not suspect.is_in_power:
        return
    words = _(
        "Perkara ini kini terbatas: hanya pembaca yang disebut namanya membukanya."
    )
    if suspect.public_office == PublicOffice.POLICE:
        words += " " + _("Pertimbangkan Propam sebagai pembaca.")
    told: str = words
    if sight.of(request.user, case).may(Act.NAME_READER):
        url = reverse("case_reader_new", args=[case.public_id])
        told = format_html('{} <a href="{}">{}</a>', words, url, _("Tambah pembaca"))
    messages.warning(request, told)


def _note_number(request: HttpRequest, row: PoliceReport) -> None:
    """It is odd, or another visible case has it too."""
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


def of_nik(fields: Mapping[str, Any], row: Victim | Suspect | None) -> list[str]:
    """What seems wrong with the NIK among the particulars that were typed; `row` is
    who she is in the case, if that is known."""
    if not fields.get("nik"):
        return []
    born = fields.get("birth")
    found = nik.warnings(
        fields["nik"],
        is_region=lambda code: Region.objects.filter(code=code).exists(),
        sex=row.sex if row else "",
        born=(born.first, born.last) if born else None,
    )
    return [str(told) for told in found]


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
