"""Buka darurat: open a case in danger to oneself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from agencies.access import require_in_danger
from agencies.accounts import refusals
from agencies.accounts.attempts import LockedOut
from cases import actions
from cases.choices import SightReason
from cases.forms.danger import DangerForm
from cases.models import Case


@sensitive_post_parameters("number")
def break_glass(request: HttpRequest) -> HttpResponse:
    """The number stays out of the address: it is typed into a POST and not kept."""
    require_in_danger(request.user.hat)
    form, status = DangerForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            case = form.try_to(lambda: _open(request, form))
        except LockedOut as refusal:
            form.add_error(None, refusals.words(refusal, ""))
            case, status = None, refusals.status(refusal)
        if case is not None:
            return redirect("case", public_id=case.public_id)
    context = {
        "form": form,
        "title": form.title,
        "hint": _(
            "Untuk keselamatan seseorang sekarang juga. Atasan instansi yang memimpin"
            " perkara langsung diberi tahu dan meninjau pembukaan ini. Perkara terbuka"
            " %(hours)d jam; uraian, pelapor, dan tempat korban dinaungi tetap"
            " tertutup."
        )
        % {"hours": settings.BREAK_GLASS_SECONDS // 3600},
        "save": _("Buka perkara"),
        "back": reverse("home"),
    }
    return render(request, "cases/plain_form.html", context, status=status)


def _open(request: HttpRequest, form: DangerForm) -> Case:
    data = form.cleaned_data
    return actions.break_glass(
        number=data["number"],
        day=data["day"],
        reason=SightReason(data["reason"]),
        by=request.user,
    )
