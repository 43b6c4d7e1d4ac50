"""Data orang ganda: persons who may be one, what is said of them, merging, parting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agencies.access import Act, OutOfScope, require
from agencies.accounts import refusals
from agencies.accounts.attempts import LockedOut
from agencies.accounts.carry import keeps_typed_text
from agencies.models import User
from cases import actions, duplicates, pairs
from cases.actions.merge import why_not_parted
from cases.conflicts import StaleVersion
from cases.forms.duplicate import MergeForm, SamenessForm
from cases.forms.row import ActForm
from cases.lists import cursors
from cases.models import Person, PersonMerge
from cases.names import here
from cases.names.client import IndexDown
from cases.pairs import history, side
from cases.person_choices import MergeReason, Sameness
from cases.views import flow

NOW_OTHERS = gettext_lazy(
    "Salah satu catatan sudah digabungkan dengan catatan lain. Inilah pasangannya"
    " sekarang."
)
READS_ALONE = gettext_lazy(
    "Penilaian dicatat. Pasangan ini tetap menunggu petugas yang menangani salah satu"
    " perkaranya."
)


STATES = (
    ("", gettext_lazy("Menunggu")),
    ("decided", gettext_lazy("Sudah diputuskan")),
    ("merged", gettext_lazy("Digabung")),
)
LISTS = {"decided": history.decided, "merged": history.merged}


@require_safe
def show_queue(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for somebody's word, and what became of others."""
    require(request.user.hat, Act.EDIT_CASE)
    state = request.GET.get("state", "")
    if state in LISTS:
        return _show_done(request, state)
    try:
        before = flow.public_id(request, "before")
        found, further = duplicates.queue(request.user, before)
    except (IndexDown, LockedOut) as refusal:
        context = {"down": _why_not(refusal), "pairs": [], "further": None}
        status = refusals.status(refusal) if isinstance(refusal, LockedOut) else 503
        context |= {"tabs": _tabs("")}
        return render(request, "cases/duplicates.html", context, status=status)
    persons = {each for pair in found for each in (pair.one, pair.other)}
    masks = duplicates.masks(persons, request.user)
    pairs = [_pair_row(pair, masks, request.user) for pair in found]
    context = {"down": "", "pairs": pairs, "further": further, "tabs": _tabs("")}
    return render(request, "cases/duplicates.html", context)


def _show_done(request: HttpRequest, state: str) -> HttpResponse:
    """Pairs that were judged, or merged; an unknown place is the first page."""
    name = f"pairs {state}"
    try:
        after = request.GET.get("after", "")
        before = cursors.unseal(name, after, 1)[0] if after else None
    except cursors.BadCursor:
        before = None
    rows, further = LISTS[state](request.user, before)
    next_url = ""
    if further:
        next_url = f"?state={state}&after={cursors.seal(name, (further,))}"
    context = {"state": state, "rows": rows, "next_url": next_url, "tabs": _tabs(state)}
    return render(request, "cases/duplicates_done.html", context)


def _tabs(state: str) -> list[dict[str, Any]]:
    here = reverse("duplicate_list")
    return [
        {
            "url": f"{here}?state={each}" if each else here,
            "word": word,
            "count": None,
            "current": each == state,
        }
        for each, word in STATES
    ]


def _why_not(refusal: duplicates.Refusal | None) -> str:
    """Why names are not compared now, "" where they are."""
    return refusals.words(refusal, str(here.DOWN)) if refusal else ""


def _pair_row(
    pair: duplicates.Pair, masks: dict[int, str], user: User
) -> dict[str, Any]:
    url = duplicates.url_of("duplicate", user, pair.one, pair.other)
    one, other = masks[pair.one.pk], masks[pair.other.pk]
    return {"likely": pair.likely, "one": one, "other": other, "url": url}


@keeps_typed_text
def show_pair(request: HttpRequest, one: UUID, other: UUID) -> HttpResponse:
    """Two persons side by side: what speaks for their being one, and her word on it;
    once they are one, or one is a third, what became of them."""
    met = pairs.meet(request.user, one, other)
    if became := _became(request, met):
        return became
    form = SamenessForm(flow.typed(request))
    if flow.is_sent(request, form):
        verdict = Sameness(form.cleaned_data["verdict"])
        return _decide(request, met.one, met.other, verdict)
    compared, refusal = duplicates.try_to_compare(met.one, met.other, request.user)
    is_paid = not isinstance(refusal, LockedOut)
    more = {"form": form, "compared": compared, "down": _why_not(refusal)}
    return _show(request, met, more, save=_("Simpan penilaian"), is_paid=is_paid)


def _became(request: HttpRequest, met: pairs.Met) -> HttpResponse | None:
    """Where the two are no pair any more: no act on them but parting."""
    if not (met.merge or met.now):
        return None
    if request.method == "POST":
        raise OutOfScope
    if met.now:
        messages.info(request, NOW_OTHERS)
        return redirect(duplicates.url_of("duplicate", request.user, *met.now))
    return _show_merged(request, met)


def _show_merged(request: HttpRequest, met: pairs.Met) -> HttpResponse:
    merge, user = met.merge, request.user
    parts = duplicates.parts_shown([merge.kept], user)[merge.kept_id]
    whose = history.split(merge, parts)
    first, second = sorted((merge.kept, merge.merged), key=lambda person: person.pk)
    context = {
        "lines": side.lines(first, second, whose, user),
        "one": duplicates.row_of(first, whose[first.pk], user),
        "other": duplicates.row_of(second, whose[second.pk], user),
        "merge": merge,
        "undo": duplicates.url_of("merge_part", user, merge),
        "stays": _("Catatan pertama") if merge.kept == first else _("Catatan kedua"),
        "shut": why_not_parted(merge, by=user),
        "history": history.of_pair(met, user),
    }
    return render(request, "cases/duplicate_merged.html", context)


def _decide(
    request: HttpRequest, first: Person, second: Person, verdict: Sameness
) -> HttpResponse:
    features = duplicates.features_of(first, second)
    who = {"by": request.user, "features": features}
    said = actions.decide_duplicate(first, second, verdict, **who)
    if not said.counts:
        messages.success(request, READS_ALONE)
    else:
        here = duplicates.url_of("duplicate", request.user, first, second)
        messages.success(request, _with_link(_("Penilaian dicatat."), here))
        if verdict == Sameness.SAME:
            here = duplicates.url_of("duplicate_merge", request.user, first, second)
            return redirect(here)
    return redirect("duplicate_list")


def _with_link(words: str, url: str) -> str:
    return format_html('{} <a href="{}">{}</a>', words, url, _("Lihat pasangan ini"))


@keeps_typed_text
def merge(request: HttpRequest, one: UUID, other: UUID) -> HttpResponse:
    met = pairs.meet(request.user, one, other)
    if became := _became(request, met):
        return became
    rows = [duplicates.person_row(each, request.user) for each in met[:2]]
    form = MergeForm(flow.typed(request), rows=rows)
    if flow.is_sent(request, form) and (made := _merge(request, form, *met[:2])):
        undo = duplicates.url_of("merge_part", request.user, made)
        words = flow.undoable(_("Kedua catatan digabungkan."), undo)
        messages.success(request, words)
        return redirect("duplicate_list")
    more = {"form": form, "compared": None, "down": ""}
    return _show(request, met, more, save=_("Gabungkan"))


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
        first, second = sorted((made.kept, made.merged), key=lambda each: each.pk)
        here = duplicates.url_of("duplicate", request.user, first, second)
        told = _with_link(_("Kedua catatan dipisahkan lagi."), here)
        messages.success(request, told)
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
    request: HttpRequest,
    met: pairs.Met,
    more: dict,
    *,
    save: str,
    is_paid: bool = False,
) -> HttpResponse:
    user = request.user
    parts = duplicates.parts_shown(met[:2], user)
    compared = more["compared"]
    lines = side.lines(*met[:2], parts, user, compared, is_paid=is_paid)
    context = {
        "one": duplicates.row_of(met.one, parts[met.one.pk], user),
        "other": duplicates.row_of(met.other, parts[met.other.pk], user),
        "lines": lines,
        "summary": side.summary(lines),
        "merges": [
            duplicates.told_as(merge, user)
            for merge in duplicates.merges_of(user, *met[:2])
        ],
        "history": history.of_pair(met, user),
        "merge_url": _merge_url(met, user),
        "save": save,
    }
    status = flow.status_of(request, more["form"])
    return render(request, "cases/duplicate.html", context | more, status=status)


def _merge_url(met: pairs.Met, user: User) -> str:
    """Where the last word on them is that they are one, and nobody merged them."""
    if not history.are_one(met):
        return ""
    return duplicates.url_of("duplicate_merge", user, *met[:2])
