"""The part that somebody has in a case: taken back, given again; and who declines."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.access import Act
from agencies.accounts.carry import keeps_typed_text
from cases import actions
from cases.conflicts import StaleVersion
from cases.doors import open_row
from cases.forms.row import ActForm, WithdrawForm
from cases.identities import ANCHOR
from cases.models import Case, Involvement
from cases.views import conflict, flow
from cases.views.door import opens_case
from cases.views.person import may_write


@keeps_typed_text
@opens_case()
def withdraw(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    involvement = open_row(Involvement, request.user, row_id, of=case)
    may_write(request, case, involvement.part, Act.WITHDRAW)
    version = involvement.person.version
    form = WithdrawForm(flow.typed(request), initial={"seen": version})
    changed = None
    try:
        if flow.is_sent(request, form) and _withdraw(request, involvement, form):
            undo = reverse("case_person_restore", args=[case.public_id, row_id])
            words = flow.undoable(_("Hubungannya dengan perkara ini ditarik."), undo)
            return flow.landed(request, case, words, ANCHOR)
    except StaleVersion as stale:
        changed = conflict.told(request, case, stale)
        form = WithdrawForm(conflict.seen_again(request.POST, stale))
    title = _("Tarik hubungan dengan perkara")
    hint = _("Orangnya tetap tercatat pada perkara lain; di sini tidak lagi.")
    more = {"hint": hint, "changed": changed, "anchor": ANCHOR}
    return flow.show(request, case, form, title, _("Tarik"), **more)


def _withdraw(
    request: HttpRequest, involvement: Involvement, form: WithdrawForm
) -> object:
    reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"] or 0
    return form.try_to(
        lambda: actions.unlink_person(
            involvement, by=request.user, reason=reason, seen=seen
        )
    )


@keeps_typed_text
@opens_case()
def restore(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    involvement = open_row(Involvement, request.user, row_id, of=case)
    may_write(request, case, involvement.part, Act.RESTORE)
    return confirm(
        request,
        involvement,
        lambda _seen: actions.relink_person(involvement, by=request.user),
        title=_("Pulihkan hubungan dengan perkara"),
        hint=_("Identitasnya tampil lagi pada perkara ini, tersamar."),
        done=_("Hubungannya dengan perkara ini dipulihkan."),
    )


@keeps_typed_text
@opens_case()
def decline(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    involvement = open_row(Involvement, request.user, row_id, of=case)
    may_write(request, case, involvement.part, Act.EDIT_CASE)
    hint = _(
        "Sebuah kode klien menggantikan identitasnya. Yang sudah tercatat dihapus tanpa"
        " salinan, dan ia tidak dicari atau dicocokkan lagi."
    )
    return confirm(
        request,
        involvement,
        lambda seen: actions.declare_declined(involvement, by=request.user, seen=seen),
        title=_("Ia menolak dicatat"),
        hint=hint,
        done=_("Identitasnya dihapus; kode klien menggantikannya."),
    )


@keeps_typed_text
@opens_case()
def agree(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    involvement = open_row(Involvement, request.user, row_id, of=case)
    may_write(request, case, involvement.part, Act.EDIT_CASE)
    return confirm(
        request,
        involvement,
        lambda seen: actions.declare_agreed(involvement, by=request.user, seen=seen),
        title=_("Ia setuju dicatat"),
        hint=_("Kode kliennya dicabut; identitasnya dapat dicatat lagi."),
        done=_("Identitasnya dapat dicatat lagi."),
    )


def confirm(
    request: HttpRequest,
    involvement: Involvement,
    act: Callable[[int], object],
    *,
    title: str,
    hint: str,
    done: str,
) -> HttpResponse:
    """A page that asks once more; `act` takes the version of the person seen here."""
    case, version = involvement.case, involvement.person.version
    form, changed = ActForm(flow.typed(request), initial={"seen": version}), None
    try:
        if flow.is_sent(request, form) and form.try_to(
            lambda: act(form.cleaned_data["seen"] or 0)
        ):
            return flow.landed(request, case, done, ANCHOR)
    except StaleVersion as stale:
        changed = conflict.told(request, case, stale)
        form = ActForm(conflict.seen_again(request.POST, stale))
    more = {"hint": hint, "changed": changed, "anchor": ANCHOR}
    return flow.show(request, case, form, title, title, **more)
