"""Who works on a case, and who reads a restricted one: assign, name, end, lift."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.access import Act, OutOfScope
from agencies.accounts.carry import keeps_typed_text
from cases import actions, doors, people, sight
from cases.choices import SightReason
from cases.doors import open_row
from cases.forms.people import ReaderForm, RestrictForm, WorkerForm
from cases.forms.row import ActForm
from cases.models import Case, CaseKey, CaseWorker
from cases.views import flow
from cases.views.door import opens_case

ANCHOR = "orang"


def home(request: HttpRequest, case: Case, words: str) -> HttpResponse:
    """To the case, with what was done; to one's own work if that took it out of her
    sight."""
    try:
        doors.open_case(request.user, case.public_id)
    except OutOfScope:
        messages.success(request, words)
        return redirect("home")
    return flow.landed(request, case, words, ANCHOR)


def confirm(
    request: HttpRequest,
    case: Case,
    act: Callable[[], object],
    *,
    title: str,
    hint: str,
    done: str,
) -> HttpResponse:
    """A page that asks once more before somebody's sight of the case changes."""
    form = ActForm(flow.typed(request))
    if flow.is_sent(request, form) and form.try_to(act):
        return home(request, case, done)
    return flow.show(request, case, form, title, title, hint=hint, anchor=ANCHOR)


@keeps_typed_text
@opens_case()
def assign(request: HttpRequest, case: Case) -> HttpResponse:
    sight.of(request.user, case).require_in_office(Act.ASSIGN)
    form = WorkerForm(flow.typed(request), by=request.user)
    if flow.is_sent(request, form) and (made := _assign(request, case, form)):
        undo = reverse("case_worker_end", args=[case.public_id, made.public_id])
        words = _("%(name)s ditugaskan.") % {"name": made.user.full_name}
        return home(request, case, flow.undoable(words, undo))
    title = _("Tugaskan petugas")
    hint = _("Yang ditugaskan membuka bagian yang tertutup bagi rekan-rekannya.")
    return flow.show(
        request, case, form, title, _("Tugaskan"), hint=hint, anchor=ANCHOR
    )


def _assign(request: HttpRequest, case: Case, form: WorkerForm) -> CaseWorker | None:
    fields = {name: form.cleaned_data[name] for name in WorkerForm.base_fields}
    fields.pop("seen")
    return form.try_to(lambda: actions.assign_worker(case, by=request.user, **fields))


@keeps_typed_text
@opens_case()
def end_work(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    seen = sight.of(request.user, case)
    seen.require_in_office(Act.ASSIGN)
    worker = people.worker_of(case, seen, row_id)
    if worker.agency_id != request.user.hat.agency_id:
        raise PermissionDenied(_("Petugas ini ditugaskan oleh satuan lain."))
    hint = _("%(name)s tidak lagi membuka bagian yang tertutup dari perkara ini.")
    if case.is_restricted:
        hint = _("%(name)s tidak lagi membuka perkara ini.")
    return confirm(
        request,
        case,
        lambda: actions.end_work(worker, by=request.user),
        title=_("Akhiri penugasan"),
        hint=hint % {"name": worker.user.full_name},
        done=_("Penugasan diakhiri."),
    )


@keeps_typed_text
@opens_case(Act.NAME_READER)
def name_reader(request: HttpRequest, case: Case) -> HttpResponse:
    form = ReaderForm(flow.typed(request))
    if flow.is_sent(request, form) and (key := _name(request, case, form)):
        return home(request, case, _named(case, key))
    title = _("Tambah pembaca")
    hint = _(
        "Pembaca membuka seluruh bagian perkara terbatas ini; petugas instansi yang"
        " diminta hanya bagian yang diminta."
    )
    return flow.show(request, case, form, title, title, hint=hint, anchor=ANCHOR)


def _name(request: HttpRequest, case: Case, form: ReaderForm) -> CaseKey | None:
    user, reason = form.cleaned_data["user"], form.cleaned_data["reason"]
    return form.try_to(
        lambda: actions.name_reader(case, user=user, reason=reason, by=request.user)
    )


def _named(case: Case, key: CaseKey) -> str:
    """In words, with the way back; from who oversees the case there is none."""
    words = _("%(name)s menjadi pembaca perkara ini.")
    words %= {"name": key.key.user.full_name}
    if key.reason == SightReason.OVERSIGHT:
        return words
    undo = reverse("case_reader_end", args=[case.public_id, key.public_id])
    return flow.undoable(words, undo)


@keeps_typed_text
@opens_case()
def end_reader(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    people.require_ending(case, request.user, row_id)
    key = open_row(CaseKey, request.user, row_id, of=case)
    hint = _("%(name)s tidak lagi membuka perkara ini.")
    return confirm(
        request,
        case,
        lambda: actions.end_key(key, by=request.user),
        title=_("Keluarkan pembaca"),
        hint=hint % {"name": key.key.user.full_name},
        done=_("Pembaca dikeluarkan."),
    )


@keeps_typed_text
@opens_case(Act.NAME_READER)
def restrict(request: HttpRequest, case: Case) -> HttpResponse:
    form = RestrictForm(flow.typed(request))
    if flow.is_sent(request, form) and form.try_to(
        lambda: actions.restrict_case(
            case, by=request.user, reason=form.cleaned_data["reason"]
        )
    ):
        undo = reverse("case_restriction_lift", args=[case.public_id])
        return home(request, case, flow.undoable(_("Perkara ini kini terbatas."), undo))
    title = _("Jadikan perkara terbatas")
    hint = _(
        "Begitu disimpan, perkara ini hanya terbuka bagi pembaca yang disebut namanya;"
        " atasan dan satuan lain tidak melihatnya lagi."
    )
    more = {"who_reads": people.after_closing(case, request.user), "anchor": ANCHOR}
    return flow.show(request, case, form, title, title, hint=hint, **more)


@keeps_typed_text
@opens_case(Act.NAME_READER)
def lift(request: HttpRequest, case: Case) -> HttpResponse:
    hint = _(
        "Perkara kembali terbuka bagi satuan yang memimpinnya dan satuan di atasnya;"
        " kunci para pembaca berakhir."
    )
    return confirm(
        request,
        case,
        lambda: actions.lift_restriction(case, by=request.user),
        title=_("Cabut pembatasan"),
        hint=hint,
        done=_("Perkara ini tidak lagi terbatas."),
    )
