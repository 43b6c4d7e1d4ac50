"""Cari orang: is somebody recorded already? No address ever holds what is typed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from agencies.access import require_search
from agencies.accounts import refusals
from agencies.accounts.attempts import LockedOut
from cases import particulars
from cases.forms.search import SearchForm
from cases.names import here
from cases.names.client import IndexDown
from cases.search import OUTSIDE, Answer, Found, search_names

SAME, NEAR = 0.95, 0.75
# Before a search, and when nothing is searched.
NOTHING: dict[str, Any] = {"down": "", "found": [], "elsewhere": [], "outside": ""}


@sensitive_post_parameters()
def search(request: HttpRequest) -> HttpResponse:
    require_search(request.user.hat)
    form, shown, status = SearchForm(request.POST or None), NOTHING, 200
    if request.method == "POST" and form.is_valid():
        try:
            shown = answered(search_names(form.asked, by=request.user))
        except IndexDown:
            shown, status = NOTHING | {"down": here.DOWN}, 503
        except LockedOut as refusal:
            form.add_error(None, refusals.words(refusal, ""))
            status = refusals.status(refusal)
    return render(request, "cases/search.html", shown | {"form": form}, status=status)


def answered(answer: Answer) -> dict[str, Any]:
    """What `cases/search_found.html` shows."""
    return NOTHING | {
        "found": [_row(each) for each in answer.found],
        "elsewhere": answer.elsewhere,
        "outside": OUTSIDE,
    }


def _row(found: Found) -> dict[str, Any]:
    case = found.part.case
    return {
        "case": case.public_id,
        "number": case.register_no,
        "office": case.lead_agency.name,
        "part": found.part.get_part_display(),
        "recorded": ", ".join(particulars.in_words(found.recorded)),
        "likeness": _in_words(found.likeness),
    }


def _in_words(likeness: float) -> str:
    if likeness >= SAME:
        return _("sama")
    return _("sangat mirip") if likeness >= NEAR else _("mirip")
