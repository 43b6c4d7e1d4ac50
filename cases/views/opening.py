"""Who reported a case is opened by two: one asks, or takes that back; a second one
allows it, refuses it, or takes back what was not opened.
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies import clock
from agencies.access import Act, OutOfScope, may, require
from agencies.accounts.carry import keeps_typed_text
from cases import actions, identities, words
from cases.forms.reveal import OpeningForm, RevealForm
from cases.forms.row import ActForm
from cases.identities import ANCHOR
from cases.models import Case, Reporter, ReporterOpening
from cases.person_choices import RevealReason
from cases.views import flow
from cases.views.door import opens_case
from cases.views.reveal import PRESSED, reporter_page


@require_safe
@opens_case()
def reporter(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    """The mask, for who knows that there is one; who answers comes to what she answers
    instead, as long as there is something to answer or to take back."""
    try:
        return reporter_page(request, case, row_id)
    except OutOfScope:
        if not may(request.user.hat, Act.ASSIGN):
            raise
        openings = ReporterOpening.objects.to_approve_by(request.user)
        openings |= ReporterOpening.objects.to_take_back_by(request.user)
        mine = openings.filter(case=case, reporter__public_id=row_id).order_by("pk")
        if (opening := mine.first()) is None:
            raise
        return redirect("case_opening_approve", case.public_id, opening.public_id)


@PRESSED
@opens_case()
def ask(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    found = identities.reporter_of(case, request.user, row_id)
    if request.method == "POST":
        form = RevealForm(request.POST)
        if not (form.is_valid() and _ask(request, found, form)):
            return reporter_page(request, case, row_id, form=form)
        told = _(
            "Diminta. Penanggung jawab satuan yang memimpin perkara, atau atasannya,"
            " menyetujui. Jawabannya tampil pada Pekerjaan saya."
        )
        messages.success(request, told)
    return redirect("case_reporter", case.public_id, row_id)


def _ask(
    request: HttpRequest, found: Reporter, form: RevealForm
) -> ReporterOpening | None:
    reason = RevealReason(form.cleaned_data["reason"])
    return form.try_to(
        lambda: actions.ask_reveal_reporter(found, by=request.user, reason=reason)
    )


@keeps_typed_text
@opens_case()
def unask(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    """Her own request, and not the reporter, is taken back."""
    found = identities.reporter_of(case, request.user, row_id)
    return flow.carry_out(
        request,
        case,
        ActForm,
        lambda _form: actions.take_back_asking(found, by=request.user),
        title=_("Tarik permintaan"),
        hint=_("Permintaan Anda tidak perlu dijawab lagi. Pelapor tetap tercatat."),
        done=_("Permintaan ditarik."),
        anchor=ANCHOR,
    )


@keeps_typed_text
@opens_case()
def approve(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    """The second one learns that somebody asks, why, and what is recorded of the
    reporter; never what it says."""
    opening = _to_answer(request, case, row_id)
    if request.method != "POST" and opening.approved_at is not None:
        return redirect("case_opening_take_back", case.public_id, row_id)
    if request.method != "POST" and (opening.refused_at or opening.taken_back_at):
        messages.info(request, _said(opening))
        return redirect("case", case.public_id)
    form = OpeningForm(flow.typed(request))
    if flow.is_sent(request, form) and (told := _answered(request, opening, form)):
        return flow.landed(request, case, told, ANCHOR)
    title = _("Jawab permintaan membuka identitas pelapor")
    hint = _(
        "%(name)s meminta: %(reason)s. Yang tercatat: %(mask)s. Anda sendiri tidak"
        " melihat isinya."
    ) % {
        "name": opening.created_by.full_name,
        "reason": opening.get_reason_display(),
        "mask": identities.reporter_mask(opening.reporter),
    }
    return flow.show(request, case, form, title, _("Jawab"), hint=hint, anchor=ANCHOR)


def _to_answer(request: HttpRequest, case: Case, row_id: UUID) -> ReporterOpening:
    """One for which she is in charge; 403 for any other."""
    require(request.user.hat, Act.ASSIGN)
    found = ReporterOpening.objects.in_charge_of(request.user).filter(case=case)
    found = found.select_related("created_by", "reporter").filter(public_id=row_id)
    if (opening := found.first()) is None:
        raise PermissionDenied(_("Orang kedua yang harus menyetujui."))
    opening.case = case
    return opening


def _said(opening: ReporterOpening) -> str:
    if opening.refusal:
        why = opening.get_refusal_display()
        return _("Permintaan ini sudah ditolak: %(why)s.") % {"why": why}
    return _("Permintaan ini sudah ditarik.")


def _answered(request: HttpRequest, opening: ReporterOpening, form: OpeningForm) -> str:
    """What was done, in words; nothing if it was refused to her."""
    name, why = {"name": opening.created_by.full_name}, form.refusal
    act: Callable[..., ReporterOpening]
    if why is None:
        here = [opening.case.public_id, opening.public_id]
        told = flow.undoable(
            _("Disetujui: %(name)s dapat membukanya dalam sehari, selama 15 menit.")
            % name,
            reverse("case_opening_take_back", args=here),
        )
        act = partial(actions.approve_reveal_reporter, opening)
    else:
        told = _("Ditolak: %(name)s membaca alasannya pada Pekerjaan saya.") % name
        act = partial(actions.refuse_reveal_reporter, opening, reason=why)
    return told if form.try_to(lambda: act(by=request.user)) else ""


@keeps_typed_text
@opens_case()
def take_back(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    """What was allowed and not opened is shut again."""
    opening = _to_answer(request, case, row_id)
    return flow.carry_out(
        request,
        case,
        ActForm,
        lambda _form: actions.take_back_approval(opening, by=request.user),
        title=_("Tarik persetujuan membuka identitas pelapor"),
        hint=_allowed(case, opening),
        save=_("Tarik persetujuan"),
        done=_("Persetujuan ditarik."),
        anchor=ANCHOR,
    )


def _allowed(case: Case, opening: ReporterOpening) -> str:
    """What became of it, and what taking it back does."""
    told = {"name": opening.created_by.full_name}
    if opening.taken_back_at is not None:
        return _("Persetujuan ini sudah ditarik.")
    if opening.opened_at is not None:
        at = words.moment(opening.opened_at, words.zone_of(case))
        return _("%(name)s sudah membukanya %(at)s.") % (told | {"at": at})
    if opening.ends_at is not None and opening.ends_at <= clock.now():
        return _("Persetujuan ini sudah lewat sehari tanpa dibuka %(name)s.") % told
    return (
        _(
            "Disetujui bagi %(name)s, yang belum membukanya. Begitu ditarik, identitas"
            " pelapor tidak terbuka lagi baginya; ia diberi tahu."
        )
        % told
    )
