"""The page of one case, its summary, its timeline, and acts on the case itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import Act, OutOfScope
from agencies.accounts.carry import keeps_typed_text
from agencies.lookup.zones import ZONE_WORDS
from agencies.sealing.keystore import KeyGone
from agencies.sections import Section
from cases import actions, doors, page, sight, summary, timeline, words
from cases.conflicts import StaleVersion
from cases.forms.narrative import NarrativeForm
from cases.models import Case
from cases.nouns import CASE
from cases.views import conflict, flow
from cases.views.door import opens_case
from cases.views.notes import warn_of_giveaways


@require_safe
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The case; for those who see no more, its summary."""
    try:
        case = doors.open_case(request.user, public_id)
    except OutOfScope:
        seen = doors.seen_case(request.user, public_id)
        return render(request, "cases/summary.html", summary.context(seen))
    return _page(request, case)


def _page(request: HttpRequest, case: Case, **more) -> HttpResponse:
    context = {"narrative": None, "narrative_form": None, "warnings": []}
    context |= page.context(case, request.user)
    return render(request, "cases/case.html", context | more)


@require_safe
@opens_case()
def whole_timeline(request: HttpRequest, case: Case) -> HttpResponse:
    zone = words.zone_of(case)
    seen = sight.of(request.user, case)
    entries, more = timeline.entries(case, seen, zone, limit=timeline.LONGEST)
    context = {"case": case, "entries": entries, "more": more}
    context["zone"] = ZONE_WORDS[zone.key]
    return render(request, "cases/timeline.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case()
def read_narrative(request: HttpRequest, case: Case) -> HttpResponse:
    """Shown once, in the answer to the press of the button; the reading is recorded."""
    if request.method != "POST":  # the language was switched, or the page asked again
        return redirect("case", public_id=case.public_id)
    try:
        text = actions.read_narrative(case, by=request.user)
    except KeyGone:
        messages.error(request, _("Uraian ini sudah dimusnahkan."))
        return redirect("case", public_id=case.public_id)
    form = NarrativeForm(initial={"text": text, "seen": case.version})
    return _page(request, case, narrative=text, narrative_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Act.EDIT_CASE, Section.NARRATIVE)
def rewrite_narrative(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method != "POST":
        return redirect("case", public_id=case.public_id)
    form, changed = NarrativeForm(request.POST), None
    try:
        if form.is_valid() and form.try_to(lambda: _rewrite(request, case, form)):
            return _rewritten(request, case, form.cleaned_data["text"])
    except StaleVersion as stale:
        changed = conflict.told(request, case, stale)
        form = NarrativeForm(conflict.seen_again(request.POST, stale))
    title = _("Ubah uraian")
    return flow.show(request, case, form, title, _("Simpan"), changed=changed)


def _rewritten(request: HttpRequest, case: Case, text: str) -> HttpResponse:
    messages.success(request, _("Uraian disimpan."))
    warn_of_giveaways(request, case, text)
    return redirect("case", public_id=case.public_id)


def _rewrite(request: HttpRequest, case: Case, form: NarrativeForm) -> Case:
    text, seen = form.cleaned_data["text"], form.cleaned_data["seen"] or 0
    return actions.rewrite_narrative(case, text, by=request.user, seen=seen)


@keeps_typed_text
@opens_case(Act.EDIT_CASE)
def edit(request: HttpRequest, case: Case) -> HttpResponse:
    return flow.edit(request, case, CASE, case)


@keeps_typed_text
@opens_case(Act.WITHDRAW)
def withdraw(request: HttpRequest, case: Case) -> HttpResponse:
    return flow.withdraw(request, case, CASE, case)


@keeps_typed_text
@opens_case(Act.RESTORE)
def restore(request: HttpRequest, case: Case) -> HttpResponse:
    return flow.restore(request, case, CASE, case)
