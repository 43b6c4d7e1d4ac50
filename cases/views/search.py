"""Cari orang: is somebody recorded already? No address ever holds what is typed."""

from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from agencies.access import require_search
from agencies.accounts import refusals
from agencies.accounts.attempts import LockedOut
from agencies.models import User
from cases import identities, particulars, sight
from cases.actions import known
from cases.forms.search import SearchForm
from cases.models import Case
from cases.models.person import STANDS_IN
from cases.names import here
from cases.names.client import IndexDown
from cases.person_choices import Part
from cases.search import OUTSIDE, WITHIN, Answer, Asked, Found, search_names

SAME, NEAR = 0.95, 0.75
DIFFERS = {
    "born": gettext_lazy("tahun lahir berbeda"),
    "sex": gettext_lazy("jenis kelamin berbeda"),
}
# Before a search, and when nothing is searched.
NOTHING: dict[str, Any] = {
    "down": "",
    "found": [],
    "elsewhere": [],
    "within": "",
    "outside": "",
    "into": {},
}


class Into(NamedTuple):
    """As what somebody is about to be recorded in a case, and of which row of it."""

    case: Case
    part: Part
    row: UUID | None = None

    def as_typed(self) -> dict[str, str]:
        """What `cases/search_panel.html` sends along with a name."""
        typed = {"case": str(self.case.public_id), "part": self.part.value}
        return typed | ({"row": str(self.row)} if self.row else {})

    def address(self, found: Found) -> str:
        """Where whom a search has found can be linked instead."""
        link = reverse("case_person_link", args=[self.case.public_id, self.part.value])
        asked = {"known": found.part.public_id}
        return f"{link}?{urlencode(asked | ({'row': self.row} if self.row else {}))}"


def public_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@sensitive_post_parameters()
def search(request: HttpRequest) -> HttpResponse:
    require_search(request.user.hat)
    form, shown, status = SearchForm(request.POST or None), NOTHING, 200
    into = _into(request)
    if request.method == "POST" and form.is_valid():
        try:
            asked, by = form.asked, request.user
            if answer := form.try_to(lambda: search_names(asked, by=by)):
                shown = answered(answer, asked, into, by)
        except IndexDown:
            shown, status = NOTHING | {"down": here.DOWN}, 503
        except LockedOut as refusal:
            form.add_error(None, refusals.words(refusal, ""))
            status = refusals.status(refusal)
    more = {"form": form, "into": into.as_typed() if into else {}}
    return render(request, "cases/search.html", shown | more, status=status)


def _into(request: HttpRequest) -> Into | None:
    """What she was about to record when she asked, where she may."""
    wanted, part = public_id(request.POST.get("case", "")), request.POST.get("part")
    if wanted is None or part not in Part.values:
        return None
    case = Case.objects.open_to(request.user).filter(public_id=wanted).first()
    if not (case and identities.may_write(case, sight.of(request.user, case), part)):
        return None
    return Into(case, Part(part), public_id(request.POST.get("row", "")))


def answered(
    answer: Answer, asked: Asked, into: Into | None, by: User
) -> dict[str, Any]:
    """What `cases/search_found.html` shows; linked `into` a case what can be."""
    linkable = _linkable(answer.found, into, by)
    links = {each: into.address(each) for each in linkable} if into else {}
    return NOTHING | {
        "found": [
            _row(each, asked) | {"link": links.get(each, "")} for each in answer.found
        ],
        "elsewhere": answer.elsewhere,
        "within": "" if asked.nik else WITHIN,
        "outside": OUTSIDE,
    }


def _linkable(found: list[Found], into: Into | None, by: User) -> list[Found]:
    """Those who have no part in that case yet, of whom she writes where all that would
    open of them is open already (`actions.link_person` asks again)."""
    if into is None:
        return []
    there = {each.part.person_id for each in found if each.part.case_id == into.case.pk}
    opens = particulars.opened_in(STANDS_IN[into.part])
    return [
        each
        for each in found
        if each.part.person_id not in there
        and opens <= particulars.opened_in(each.part.section)
        and known.writes(by, each.part)
    ]


def _row(found: Found, asked: Asked) -> dict[str, Any]:
    case = found.part.case
    return {
        "case": case.public_id,
        "number": case.register_no,
        "office": case.lead_agency.name,
        "part": found.part.get_part_display(),
        "recorded": ", ".join(particulars.in_words(found.recorded)),
        "likeness": _in_words(found.likeness),
        "differs": [DIFFERS[name] for name in found.differing(asked)],
    }


def _in_words(likeness: float | None) -> str:
    if likeness is None:
        return _("NIK sama")
    if likeness >= SAME:
        return _("Nama sama")
    return _("Nama sangat mirip") if likeness >= NEAR else _("Nama mirip")
