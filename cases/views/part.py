"""The part that somebody has in a case: taken back, given again; and who declines."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.access import Act
from agencies.accounts.carry import keeps_typed_text
from cases import actions, identities
from cases.forms.person import PersonActForm, UnlinkForm
from cases.identities import ANCHOR, parts_known
from cases.models import Case, Involvement
from cases.particulars import in_words
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
        hint=_what_stays(request, part),
        done=flow.undoable(_("Hubungannya dengan perkara ini ditarik."), undo),
        anchor=ANCHOR,
    )


def _what_stays(request: HttpRequest, part: Involvement) -> str:
    """Where she stands besides, as far as the reader may know: what is said where that
    is nowhere holds whether others know her or not."""
    told = _("Hubungan ini tidak tampil lagi pada perkara ini; dapat dipulihkan.")
    others = _numbers(parts_known(request.user, part, besides=True))
    if others:
        more = _("Ia tetap tercatat pada %(cases)s.") % {"cases": others}
    else:
        more = _(
            "Bila ia tidak tercatat pada perkara lain, identitasnya tersimpan tanpa"
            " perkara: hanya tampil lagi bila hubungan ini dipulihkan."
        )
    return f"{told} {more}"


def _numbers(parts: Iterable[Involvement]) -> str:
    return ", ".join(dict.fromkeys(each.case.register_no for each in parts))


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
    return _confirm(
        request,
        part,
        lambda **seen: actions.declare_declined(part, by=request.user, **seen),
        title=_("Ia menolak dicatat: %(who)s") % {"who": identities.title(part)},
        save=_("Hapus identitasnya"),
        tone="red",
        hint=_what_goes(request, part),
        done=_("Identitasnya dihapus; kode klien menggantikannya."),
    )


def _what_goes(request: HttpRequest, part: Involvement) -> str:
    """What is destroyed, masked, and for which cases: of what is refused if there are
    others that she does not see."""
    told = in_words(part.recorded_told)
    what = {
        "cases": _numbers(parts_known(request.user, part)),
        "mask": " · ".join(told) or _("belum ada yang tercatat"),
    }
    return (
        _(
            "Untuk %(cases)s: sebuah kode klien menggantikan identitasnya, dan ia tidak"
            " dicari atau dicocokkan lagi. Dihapus dari register, tidak dapat"
            " diurungkan: %(mask)s; disabilitas pun, bila tercatat."
        )
        % what
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
    **more: str,
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
        **more,
    )
