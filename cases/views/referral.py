"""Rujukan: ask another office in; the asked office's list and answer; the end."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.access import Act, may, require
from agencies.accounts.carry import keeps_typed_text
from agencies.lookup import codes
from cases import actions, inbox, people, purposes, sight
from cases.choices import ReferralState
from cases.doors import open_row
from cases.forms.referral import AcceptForm, DeclineForm, ReferralForm
from cases.forms.row import ActForm
from cases.models import Case, Referral
from cases.views import flow
from cases.views.door import opens_case
from cases.views.people import ANCHOR, confirm, home


@require_safe
@opens_case(Act.REFER)
def choose(request: HttpRequest, case: Case) -> HttpResponse:
    """First, what is asked for: it decides which offices are offered."""
    context = {"case": case, "purposes": purposes.choices()}
    return render(request, "cases/referral_choose.html", context)


@keeps_typed_text
@opens_case(Act.REFER)
def ask(request: HttpRequest, case: Case, purpose: str) -> HttpResponse:
    if purpose not in dict(purposes.choices()):
        raise Http404
    every = "all" in request.GET
    form = ReferralForm(flow.typed(request), case=case, purpose=purpose, every=every)
    if flow.is_sent(request, form) and (made := _ask(request, case, purpose, form)):
        undo = reverse("case_referral_end", args=[case.public_id, made.public_id])
        words = _("Rujukan kepada %(agency)s diajukan.") % {
            "agency": made.to_agency.name
        }
        return home(request, case, flow.undoable(words, undo))
    title = _("Ajukan rujukan: %(what)s")
    title %= {"what": codes.label("service_type", purpose).lower()}
    hint = _offered(form, every)
    return flow.show(
        request, case, form, title, _("Ajukan rujukan"), hint=hint, anchor=ANCHOR
    )


def _ask(
    request: HttpRequest, case: Case, purpose: str, form: ReferralForm
) -> Referral | None:
    fields = {name: form.cleaned_data[name] for name in ReferralForm.base_fields}
    fields.pop("seen")
    return form.try_to(
        lambda: actions.ask_referral(case, purpose=purpose, by=request.user, **fields)
    )


def _offered(form: ReferralForm, every: bool) -> str:
    """Which offices can be picked, and how to see the others."""
    if every:
        return _("Semua instansi yang melayani tempat kejadian.")
    words = _("Instansi yang melayani tempat kejadian dan memberi layanan ini.")
    if not form.offices:
        words = _("Belum ada instansi untuk layanan ini di tempat kejadian.")
    return format_html('{} <a href="?all=1">{}</a>', words, _("Tampilkan semua"))


@keeps_typed_text
@opens_case()
def end(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    referral = open_row(Referral, request.user, row_id, of=case)
    seen = sight.of(request.user, case)
    if not people.may_end(referral, request.user, seen):
        raise PermissionDenied
    hint = _("Perkara ini tertutup lagi bagi %(agency)s.")
    return confirm(
        request,
        case,
        lambda: actions.end_referral(referral, by=request.user),
        title=_("Akhiri rujukan"),
        hint=hint % {"agency": referral.to_agency.name},
        done=_("Rujukan berakhir."),
    )


# -- The asked office ------------------------------------------------------------------


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Rujukan masuk: what other offices ask of hers."""
    require(request.user.hat, Act.REFER)
    return render(request, "cases/referral_list.html", inbox.context(request.user))


@keeps_typed_text
def accept(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """The least that can be said of the case, and the way to take it."""
    referral = _asked(request, row_id)
    form = AcceptForm(flow.typed(request), by=request.user)
    if flow.is_sent(request, form) and _accept(request, referral, form):
        words = _("Rujukan diterima: perkara ini terbuka bagi satuan Anda.")
        return home(request, referral.case, words)
    return _show(request, referral, form, _("Terima rujukan"))


def _accept(request: HttpRequest, referral: Referral, form: AcceptForm):
    letter = form.cleaned_data["letter_number"]
    return form.try_to(
        lambda: actions.accept_referral(
            referral, by=request.user, work=form.work_taken, letter_number=letter
        )
    )


@keeps_typed_text
def decline(request: HttpRequest, row_id: UUID) -> HttpResponse:
    referral = _asked(request, row_id)
    require(request.user.hat, Act.ANSWER_REFERRAL)
    form = DeclineForm(flow.typed(request))
    if flow.is_sent(request, form) and form.try_to(
        lambda: actions.decline_referral(
            referral, reason=form.cleaned_data["reason"], by=request.user
        )
    ):
        messages.success(request, _("Rujukan ditolak; yang meminta melihat alasannya."))
        return redirect("referral_list")
    return _show(request, referral, form, _("Tolak rujukan"))


def _asked(request: HttpRequest, public_id: UUID) -> Referral:
    """One that was put to her office; OutOfScope for any other."""
    require(request.user.hat, Act.REFER)
    return people.asked_referral(request.user, public_id)


def _show(
    request: HttpRequest, referral: Referral, form: ActForm, save: str
) -> HttpResponse:
    waits = referral.state == ReferralState.ASKED
    answers = may(request.user.hat, Act.ANSWER_REFERRAL)
    (asked,) = inbox.rows([referral], request.user)
    context = {
        "asked": asked,
        "form": form if waits and answers else None,
        "save": save,
        "waits": waits,
        "declines": isinstance(form, DeclineForm),
    }
    return render(request, "cases/referral.html", context)
