"""Data orang ganda: persons who may be one, what is said of them, merging, parting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agencies.access import Act, require
from agencies.accounts import refusals
from agencies.accounts.attempts import LockedOut
from agencies.accounts.carry import keeps_typed_text
from agencies.models import User
from cases import actions, duplicates
from cases.conflicts import StaleVersion
from cases.forms.duplicate import MergeForm, SamenessForm
from cases.forms.row import ActForm
from cases.models import Person, PersonMerge
from cases.names import here
from cases.names.client import IndexDown
from cases.person_choices import MergeReason, Sameness
from cases.views import flow

READS_ALONE = gettext_lazy(
    "Penilaian dicatat. Pasangan ini tetap menunggu petugas yang menangani salah satu"
    " perkaranya."
)


@require_safe
def show_queue(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for somebody's word."""
    require(request.user.hat, Act.EDIT_CASE)
    try:
        found, further = duplicates.queue(request.user, _before(request))
    except (IndexDown, LockedOut) as refusal:
        context = {"down": _why_not(refusal), "pairs": [], "further": None}
        status = refusals.status(refusal) if isinstance(refusal, LockedOut) else 503
        return render(request, "cases/duplicates.html", context, status=status)
    persons = {each for pair in found for each in (pair.one, pair.other)}
    masks = duplicates.masks(persons, request.user)
    pairs = [_pair_row(pair, masks, request.user) for pair in found]
    context = {"down": "", "pairs": pairs, "further": further}
    return render(request, "cases/duplicates.html", context)


def _why_not(refusal: duplicates.Refusal | None) -> str:
    """Why names are not compared now, "" where they are."""
    return refusals.words(refusal, str(here.DOWN)) if refusal else ""


def _before(request: HttpRequest) -> UUID | None:
    said = request.GET.get("before")
    try:
        return UUID(said) if said else None
    except ValueError as error:
        raise Http404 from error


def _pair_row(
    pair: duplicates.Pair, masks: dict[int, str], user: User
) -> dict[str, Any]:
    both = [duplicates.told_as(each, user) for each in (pair.one, pair.other)]
    url = reverse("duplicate", args=both)
    one, other = masks[pair.one.pk], masks[pair.other.pk]
    return {"percent": pair.percent, "one": one, "other": other, "url": url}


@keeps_typed_text
def show_pair(request: HttpRequest, one: UUID, other: UUID) -> HttpResponse:
    """Two persons side by side: what speaks for their being one, and her word on it."""
    first, second = duplicates.pair_of(request.user, one, other)
    form = SamenessForm(flow.typed(request))
    if flow.is_sent(request, form):
        return _decide(request, first, second, Sameness(form.cleaned_data["verdict"]))
    compared, refusal = duplicates.try_to_compare(first, second, request.user)
    more = {"form": form, "compared": compared, "down": _why_not(refusal)}
    return _show(request, first, second, more, save=_("Simpan penilaian"))


def _decide(
    request: HttpRequest, first: Person, second: Person, verdict: Sameness
) -> HttpResponse:
    features = duplicates.features_of(first, second)
    who = {"by": request.user, "features": features}
    said = actions.decide_duplicate(first, second, verdict, **who)
    if not said.counts:
        messages.success(request, READS_ALONE)
    else:
        messages.success(request, _("Penilaian dicatat."))
        if verdict == Sameness.SAME:
            both = [duplicates.told_as(each, request.user) for each in (first, second)]
            return redirect("duplicate_merge", *both)
    return redirect("duplicate_list")


@keeps_typed_text
def merge(request: HttpRequest, one: UUID, other: UUID) -> HttpResponse:
    first, second = duplicates.pair_of(request.user, one, other)
    rows = [duplicates.person_row(each, request.user) for each in (first, second)]
    form = MergeForm(flow.typed(request), rows=rows)
    if flow.is_sent(request, form) and (made := _merge(request, form, first, second)):
        undo = reverse("merge_part", args=[duplicates.told_as(made, request.user)])
        words = flow.undoable(_("Kedua catatan digabungkan."), undo)
        messages.success(request, words)
        return redirect("duplicate_list")
    more = {"form": form, "compared": None, "down": ""}
    return _show(request, first, second, more, save=_("Gabungkan"))


def _merge(
    request: HttpRequest, form: MergeForm, first: Person, second: Person
) -> PersonMerge | None:
    stays = form.cleaned_data["kept"] == "one"
    kept, merged = (first, second) if stays else (second, first)
    how = {"reason": MergeReason(form.cleaned_data["reason"]), "seen": form.seen}
    try:
        return form.try_if_allowed(
            lambda: actions.merge_persons(kept, merged, by=request.user, **how)
        )
    except StaleVersion:
        changed = _("Salah satunya diubah orang lain. Muat ulang laman ini.")
        form.add_error(None, changed)
    return None


@keeps_typed_text
def part(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Take a merge back."""
    made = duplicates.merge_of(request.user, merge_id)
    form = ActForm(flow.typed(request))
    if flow.is_sent(request, form) and form.try_if_allowed(
        lambda: actions.part_persons(made, by=request.user)
    ):
        messages.success(request, _("Kedua catatan dipisahkan lagi."))
        return redirect("duplicate_list")
    context = {
        "form": form,
        "title": _("Pisahkan dua catatan orang"),
        "hint": _("Yang dipindahkan oleh penggabungan kembali ke catatannya semula."),
        "save": _("Pisahkan"),
        "back": reverse("duplicate_list"),
    }
    status = flow.status_of(request, form)
    return render(request, "cases/plain_form.html", context, status=status)


def _show(
    request: HttpRequest, first: Person, second: Person, more: dict, *, save: str
) -> HttpResponse:
    rows = duplicates.person_rows([first, second], request.user)
    context = {
        "one": rows[first.pk],
        "other": rows[second.pk],
        "merges": [
            duplicates.told_as(merge, request.user)
            for merge in duplicates.merges_of(request.user, first, second)
        ],
        "save": save,
    }
    status = flow.status_of(request, more["form"])
    return render(request, "cases/duplicate.html", context | more, status=status)
