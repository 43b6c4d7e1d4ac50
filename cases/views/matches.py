"""Tanya instansi lain: ask whether somebody is known elsewhere; decide when asked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from agencies.access import Act, OutOfScope, require
from agencies.accounts import refusals
from agencies.accounts.attempts import TRIES, TRIES_A_DAY, LockedOut
from agencies.lookup import zones
from agencies.sections import Section
from cases import actions, matches, sight
from cases.actions.match import of_suspects_alone, why_not
from cases.forms.match import MatchForm
from cases.models import Case, MatchHit, MatchRequest
from cases.person_choices import IdentifierKind, MatchAnswer
from cases.views import flow
from cases.views.door import opens_case


@sensitive_post_parameters("value")
@opens_case(Act.EDIT_CASE, Section.VICTIM_IDENTITY)
def ask(request: HttpRequest, case: Case) -> HttpResponse:
    """What was typed stays out of the address and is not kept. The answer is one and
    the same, whoever is known."""
    form, status = MatchForm(request.POST or None), 200
    if flow.is_sent(request, form):
        try:
            made = form.try_to(lambda: _ask(request, case, form))
        except LockedOut as refusal:
            form.add_error(None, refusals.words(refusal, ""))
            made, status = None, refusals.status(refusal)
        if made is not None:
            messages.success(request, matches.PASSED_ON)
            return redirect("case_match_new", case.public_id)
    zone = zones.zone_of(request.user.assignment.post)
    seen = sight.of(request.user, case)
    asked = [matches.asked_row(each, zone, seen) for each in matches.asked_for(case)]
    shut, only = why_not(case, seen), of_suspects_alone(case, seen)
    context = {"case": case, "form": form, "asked": asked, "shut": shut, "only": only}
    context |= {"hour": TRIES["match"], "day": TRIES_A_DAY["match"]}
    return render(request, "cases/match_ask.html", context, status=status)


def _ask(request: HttpRequest, case: Case, form: MatchForm) -> MatchRequest:
    data = form.cleaned_data
    kind, key = IdentifierKind(data["kind"]), data["key"]
    return actions.ask_match(case, kind, data["value"], by=request.user, key=key)


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Who is asked for whose case she manages; and what she asked herself."""
    require(request.user.hat, Act.EDIT_CASE)
    hits = matches.hit_rows(matches.hits_of(request.user), request.user)
    asked, further = matches.asked_by(request.user, flow.public_id(request, "before"))
    context = {
        "hits": hits,
        "asked": matches.own_rows(asked, request.user),
        "further": further,
    }
    return render(request, "cases/match_list.html", context)


def answer(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """A page that says what the answer does, and the answer, which stays."""
    sent = request.POST if request.method == "POST" else request.GET
    said = sent.get("answer", "")
    mine = MatchHit.objects.to_decide_by(request.user).select_related(
        "case", "involvement", "request"
    )
    hit = mine.filter(public_id=hit_id).first()
    if hit is None or said not in MatchAnswer.values:
        raise OutOfScope
    if request.method != "POST":
        (row,) = matches.hit_rows([hit], request.user)
        context = {"hit": row, "answer": said, "contacts": said == MatchAnswer.CONTACT}
        return render(request, "cases/match_answer.html", context)
    actions.answer_match(hit, MatchAnswer(said), by=request.user)
    told = _(
        "Yang bertanya diberi tahu bahwa instansi Anda akan menghubunginya. Namanya"
        " tampil di bawah."
    )
    if said == MatchAnswer.SILENT:
        told = _("Tidak ada yang diberi tahu.")
    messages.success(request, told)
    return redirect("match_list")
