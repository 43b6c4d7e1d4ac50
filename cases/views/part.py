"""The part that somebody has in a case: taken back, given again; and who declines."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.access import Act
from agencies.accounts.carry import keeps_typed_text
from cases import actions
from cases.forms.person import PersonActForm, UnlinkForm
from cases.identities import ANCHOR
from cases.models import Case, Involvement
from cases.views import flow
from cases.views.door import opens_case
from cases.views.person import part_for


@keeps_typed_text
@opens_case()
def withdraw(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    part = part_for(request, case, row_id, Act.WITHDRAW)
    undo = reverse("case_person_restore", args=[case.public_id, row_id])
    return flow.carry_out(
        request,
        case,
        lambda sent: UnlinkForm(sent, part=part),
        lambda form: actions.unlink_person(part, by=request.user, **form.taken),
        title=_("Tarik hubungan dengan perkara"),
        save=_("Tarik"),
        hint=_("Orangnya tetap tercatat pada perkara lain; di sini tidak lagi."),
        done=flow.undoable(_("Hubungannya dengan perkara ini ditarik."), undo),
        anchor=ANCHOR,
    )


@keeps_typed_text
@opens_case()
def restore(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    part = part_for(request, case, row_id, Act.RESTORE)
    return _confirm(
        request,
        part,
        lambda **_seen: actions.relink_person(part, by=request.user),
        title=_("Pulihkan hubungan dengan perkara"),
        hint=_("Identitasnya tampil lagi pada perkara ini, tersamar."),
        done=_("Hubungannya dengan perkara ini dipulihkan."),
    )


@keeps_typed_text
@opens_case()
def decline(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    part = part_for(request, case, row_id, Act.EDIT_CASE)
    hint = _(
        "Sebuah kode klien menggantikan identitasnya. Yang sudah tercatat dihapus dari"
        " register, dan ia tidak dicari atau dicocokkan lagi."
    )
    return _confirm(
        request,
        part,
        lambda **seen: actions.declare_declined(part, by=request.user, **seen),
        title=_("Ia menolak dicatat"),
        hint=hint,
        done=_("Identitasnya dihapus; kode klien menggantikannya."),
    )


@keeps_typed_text
@opens_case()
def agree(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    part = part_for(request, case, row_id, Act.EDIT_CASE)
    return _confirm(
        request,
        part,
        lambda **seen: actions.declare_agreed(part, by=request.user, **seen),
        title=_("Ia setuju dicatat"),
        hint=_("Kode kliennya dicabut; identitasnya dapat dicatat lagi."),
        done=_("Identitasnya dapat dicatat lagi."),
    )


def _confirm(
    request: HttpRequest,
    part: Involvement,
    act: Callable[..., object],
    *,
    title: str,
    hint: str,
    done: str,
) -> HttpResponse:
    """A page that asks once more; `act` takes what it showed (`PersonActForm`)."""
    return flow.carry_out(
        request,
        part.case,
        lambda sent: PersonActForm(sent, part=part),
        lambda form: act(**form.as_seen),
        title=title,
        hint=hint,
        done=done,
        anchor=ANCHOR,
    )
