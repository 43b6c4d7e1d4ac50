"""Lists of cases, victims, suspects and police reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_safe

from cases import lists, nouns
from cases.lists import filters
from cases.lists import words as list_words
from cases.views.list_page import Kind, ListPage

CASES = Kind(
    noun=nouns.CASE,
    register_list=lists.CaseList,
    filters=filters.CaseFilters,
    words=list_words.case,
    counted=ngettext_lazy("%(total)s perkara", "%(total)s perkara", "n"),
    first=("region", "period", "progress", "modus", "age_group", "has_lp"),
    presets=(
        (_("Ada korban anak"), "age_group=child"),
        (_("Tanpa LP"), "has_lp=false"),
    ),
)
VICTIMS = Kind(
    noun=nouns.VICTIM,
    register_list=lists.VictimList,
    filters=filters.VictimFilters,
    words=list_words.victim,
    counted=ngettext_lazy("%(total)s catatan korban", "%(total)s catatan korban", "n"),
    first=("region", "period", "sex", "age_group", "determination", "progress"),
    presets=((_("Anak"), "age_group=child"),),
)
SUSPECTS = Kind(
    noun=nouns.SUSPECT,
    register_list=lists.SuspectList,
    filters=filters.SuspectFilters,
    words=list_words.suspect,
    counted=ngettext_lazy(
        "%(total)s catatan terlapor dan tersangka",
        "%(total)s catatan terlapor dan tersangka",
        "n",
    ),
    first=("region", "period", "sex", "role", "legal_status", "progress"),
)
POLICE_REPORTS = Kind(
    noun=nouns.POLICE_REPORT,
    register_list=lists.PoliceReportList,
    filters=filters.PoliceReportFilters,
    words=list_words.police_report,
    counted=ngettext_lazy("%(total)s LP", "%(total)s LP", "n"),
    first=("region", "dated_from", "dated_to", "model", "progress", "modus"),
)
KINDS = {kind.name: kind for kind in (CASES, VICTIMS, SUSPECTS, POLICE_REPORTS)}


@require_safe
def show(request: HttpRequest, kind: Kind) -> HttpResponse:
    """A page of a list. A searched number that leads to one case opens it.

    A search that was refused may be a person's name: it leaves the address at once.
    """
    page = ListPage(kind, request)
    hit = page.only_hit
    if hit is not None:
        return redirect("case", hit["case"]["id"] if "case" in hit else hit["id"])
    if "q" in page.filters.errors:
        messages.warning(request, page.filters.errors["q"][0])
        return HttpResponseRedirect(page.url(), status=303)
    return render(request, kind.template, page.context())
