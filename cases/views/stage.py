"""Catat kemajuan: record a stage that a case has reached, take it back, restore it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import Act
from agencies.accounts.carry import keeps_typed_text
from agencies.sections import Section
from cases import actions
from cases.choices import Stage
from cases.conflicts import StaleVersion
from cases.doors import open_row
from cases.forms.row import ActForm, WithdrawForm
from cases.forms.stage import StageForm
from cases.models import Case, StageEntry
from cases.views import conflict, flow
from cases.views.door import opens_case

_GONE = gettext_lazy("Kemajuan terakhir ditarik.")


@keeps_typed_text
@opens_case(Act.RECORD_STAGE, Section.LAW)
def record(request: HttpRequest, case: Case) -> HttpResponse:
    wanted = request.GET.get("stage", "")
    form = StageForm(flow.typed(request), case=case, wanted=wanted)
    changed = None
    try:
        if flow.is_sent(request, form) and _record(request, case, form):
            return _done(request, case, _("Kemajuan dicatat."))
    except StaleVersion as stale:
        changed = conflict.told(request, case, stale)
        form = StageForm(conflict.seen_again(request.POST, stale), case=stale.row)
    title = _("Catat kemajuan")
    return flow.show(
        request, case, form, title, title, changed=changed, anchor="kemajuan"
    )


def _record(request: HttpRequest, case: Case, form: StageForm) -> StageEntry | None:
    data = form.cleaned_data
    return form.try_to(
        lambda: actions.record_stage(
            case,
            by=request.user,
            stage=Stage(data["stage"]),
            on=data["on"],
            seen=data["seen"],
        )
    )


@keeps_typed_text
@opens_case(Act.WITHDRAW, Section.LAW)
def withdraw(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    entry = open_row(StageEntry, request.user, row_id, of=case)
    form, changed = WithdrawForm(flow.typed(request), initial=_seen(case)), None
    try:
        if flow.is_sent(request, form) and _withdraw(request, entry, form):
            undo = reverse("case_stage_restore", args=[case.public_id, entry.public_id])
            return _done(request, case, flow.undoable(_GONE, undo))
    except StaleVersion as stale:
        changed = conflict.told(request, case, stale)
        form = WithdrawForm(conflict.seen_again(request.POST, stale))
    more = {"changed": changed, "anchor": "kemajuan"}
    title = _("Tarik kemajuan terakhir")
    hint = _("Tahap sebelumnya berlaku lagi: “%(stage)s” dilepas.")
    hint = hint % {"stage": entry.get_stage_display()}
    return flow.show(request, case, form, title, title, hint=hint, **more)


@keeps_typed_text
@opens_case(Act.RESTORE, Section.LAW)
def restore(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    """A page that asks; the button of the case page just posts."""
    entry = open_row(StageEntry, request.user, row_id, of=case)
    form = ActForm(request.POST if request.method == "POST" else None)
    if flow.is_sent(request, form) and form.try_to(
        lambda: actions.restore_stage(entry, by=request.user)
    ):
        return _done(request, case, _("Kemajuan dipulihkan."))
    title = _("Pulihkan kemajuan")
    hint = _("“%(stage)s” berlaku lagi sebagai tahap terakhir.")
    hint = hint % {"stage": entry.get_stage_display()}
    return flow.show(request, case, form, title, title, hint=hint, anchor="kemajuan")


def _seen(case: Case) -> dict[str, int]:
    return {"seen": case.version}


def _withdraw(
    request: HttpRequest, entry: StageEntry, form: WithdrawForm
) -> StageEntry | None:
    data = form.cleaned_data
    return form.try_to(
        lambda: actions.withdraw_stage(
            entry, by=request.user, reason=data["reason"], seen=data["seen"] or 0
        )
    )


def _done(request: HttpRequest, case: Case, words: str) -> HttpResponse:
    return flow.landed(request, case, words, "kemajuan")
