"""The pages of a person, of who reported and of a shelter: masked, until something is
opened in the answer to a press of a button; the values are in that answer alone.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.access import Act
from agencies.accounts import sessions
from cases import identities, sight
from cases.actions.reveal import given_since
from cases.forms.person import ParticularsForm
from cases.forms.reveal import RevealForm
from cases.forms.row import ActForm
from cases.identities import ANCHOR
from cases.models import Case, Involvement
from cases.person_choices import Part, PersonKind
from cases.sight import Sight
from cases.views import flow

Opened = list[tuple[str, list[str]]] | None


def address(involvement: Involvement) -> str:
    args = [involvement.case.public_id, involvement.public_id]
    return reverse("case_person", args=args)


def is_sent(request: HttpRequest, form: ActForm) -> bool:
    """Not by the button that only looks a place up."""
    return flow.is_sent(request, form) and "find_region" not in request.POST


def show_form(
    request: HttpRequest, case: Case, form: ParticularsForm, title: str, **more: Any
) -> HttpResponse:
    """The page of one form of particulars; 409 with what others have `changed`. `into`
    is what a search before it goes along with."""
    status = flow.status_of(request, form, more.get("changed"))
    defaults = {"changed": None, "links": [], "back": "", "into": {}}
    context = {**defaults, "case": case, "form": form, "title": title, **more}
    if getattr(form, "told", ()):
        context["save"] = _("Simpan juga")
    return render(request, "cases/identity_form.html", context, status=status)


def show(request: HttpRequest, case: Case, **shown: Any) -> HttpResponse:
    """`title` and `words` are the mask, `opened` what was opened: label and lines;
    `form` opens more at `action`, with `save` on its button; `acts` lead on."""
    defaults = {"opened": None, "form": None, "action": "", "save": "", "hint": ""}
    context = {**defaults, "case": case, "acts": [], "anchor": ANCHOR, **shown}
    return render(request, "cases/identity.html", context)


def person(
    request: HttpRequest,
    case: Case,
    involvement: Involvement,
    *,
    form: RevealForm | None = None,
    opened: Opened = None,
) -> HttpResponse:
    seen = sight.of(request.user, case)
    form = form or reveal_form(request, seen, involvement)
    hint = _(
        "Setiap pembukaan dicatat dengan alasannya, dan dapat dilihat atasan Anda."
    )
    return show(
        request,
        case,
        title=identities.title(involvement),
        words=identities.mask(involvement),
        opened=opened,
        form=form if identities.openable(involvement) else None,
        action=f"{address(involvement)}reveal/",
        save=_("Tampilkan"),
        hint=hint,
        shut_url=address(involvement),
        acts=_acts(case, seen, involvement),
    )


def reveal_form(
    request: HttpRequest, seen: Sight, involvement: Involvement, data=None
) -> RevealForm:
    """With the reason that she has given in this session, if that is enough."""
    since = sessions.began(request)
    given = given_since(since, seen, request.user) if since else ""
    return RevealForm(data, names=identities.openable(involvement), given=given)


def _acts(
    case: Case, seen: Sight, involvement: Involvement
) -> list[tuple[str, str, str]]:
    """Where she may go on from the page, the words of each link and its tone. Of who is
    hidden from her nothing is written."""
    section, person = involvement.section, involvement.person
    words = {
        "edit": _("Ubah identitas"),
        "agree": _("Ia setuju dicatat"),
        "decline": _("Ia menolak dicatat"),
        "withdraw": _("Tarik hubungan dengan perkara"),
    }
    if involvement.client_code_told:
        del words["edit"], words["decline"]
    else:
        del words["agree"]
    is_accused = involvement.part == Part.SUSPECT
    if is_accused or person.kind != PersonKind.NATURAL:
        words.pop("decline", None)
    if involvement.is_hidden or involvement.is_shredded_told:
        words = {"withdraw": words["withdraw"]}
    needs = dict.fromkeys(words, Act.EDIT_CASE) | {"withdraw": Act.WITHDRAW}
    if case.is_withdrawn or involvement.is_withdrawn:
        return []
    return [
        (f"{address(involvement)}{act}/", word, "red" if act == "decline" else "")
        for act, word in words.items()
        if seen.may(needs[act], section)
    ]
