"""Who takes part in a case: record, correct, link, unlink; who declines to be recorded.

Everything here is masked. `cases.views.reveal` opens.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.access import Act, OutOfScope, may_search
from agencies.accounts.carry import keeps_typed_text
from cases import actions, identities, sight
from cases.conflicts import StaleVersion
from cases.doors import open_row
from cases.forms.person import EditPersonForm, NewPersonForm, ParticularsForm
from cases.forms.row import ActForm
from cases.identities import ANCHOR
from cases.models import Case, Involvement
from cases.models.person import STANDS_IN
from cases.models.row import Row
from cases.particulars import of_kind, opened_in
from cases.person_choices import Part, PersonKind
from cases.sight import Sight
from cases.views import conflict, flow, identity_page
from cases.views.door import opens_case
from cases.views.notes import of_nik
from cases.views.search import Into, public_id

# By which word of `actions.add_person` a row is named, and how the form asks for it.
NAMED_AS = {Part.VICTIM: "victim", Part.SUSPECT: "suspect"}


def parted(part: str) -> Part:
    """404 for a word that is none of a case's parts."""
    if part not in Part.values:
        raise Http404
    return Part(part)


def part_for(request: HttpRequest, case: Case, row_id: UUID, act: Act) -> Involvement:
    """The part, for who may do that to it: 403. Who is hidden from her may be taken
    out of the case, and nothing else be written of them: 404."""
    part = open_row(Involvement, request.user, row_id, of=case)
    sight.of(request.user, case).require(act, part.section)
    if part.is_hidden and act == Act.EDIT_CASE:
        raise OutOfScope
    return part


def label_of_rows(part: Part) -> str | Promise:
    if part in NAMED_AS:
        return _("Siapa pada perkara ini")
    return _("Mendampingi siapa")


def chosen_row(form: ActForm, rows: dict[Row, str], part: Part) -> dict[str, Row]:
    """What was chosen of `rows`, as `actions.add_person` names it."""
    asked = form.cleaned_data.get("row", "")
    found = (row for row in rows if str(row.public_id) == asked)
    return {NAMED_AS.get(part, "of"): row for row in found}


def office_of(request: HttpRequest):
    return request.user.assignment.post.agency if request.user.assignment else None


@require_safe
@opens_case()
def show(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    involvement = open_row(Involvement, request.user, row_id, of=case)
    return identity_page.person(request, case, involvement)


@keeps_typed_text
@opens_case()
def add(request: HttpRequest, case: Case, part: str) -> HttpResponse:
    as_what, seen = parted(part), sight.of(request.user, case)
    seen.require(Act.EDIT_CASE, STANDS_IN[as_what])
    form, rows, kind = _new_form(request, case, seen, as_what)
    is_sent = identity_page.is_sent(request, form)
    if request.method == "POST":
        named = chosen_row(form, rows, as_what)
        _note_nik(form, named.get("victim") or named.get("suspect"))
        more = named | {"kind": kind}
        if is_sent and (made := _add(request, case, as_what, form, more)):
            return _added(request, case, made)
    title = _("Catat identitas: %(as_what)s") % {"as_what": as_what.label}
    more = _links(case, as_what, kind) | {"save": _("Catat identitas")}
    more["into"] = _sought(request, case, as_what, kind)
    return identity_page.show_form(request, case, form, title, **more)


def _add(
    request: HttpRequest,
    case: Case,
    part: Part,
    form: NewPersonForm,
    more: dict[str, Any],
) -> Involvement | None:
    fields, key = form.typed(), form.cleaned_data["key"]
    if not form.has_heard(form.warnings["nik"]):
        return None
    return form.try_if_allowed(
        lambda: actions.add_person(case, part, fields, by=request.user, key=key, **more)
    )


def _note_nik(form: ParticularsForm, row: Row | None) -> None:
    """What seems wrong with it, whether the rest of the form is refused or not."""
    form.warnings["nik"] = of_nik(form.typed(), row)


def _new_form(
    request: HttpRequest, case: Case, seen: Sight, part: Part
) -> tuple[NewPersonForm, dict[Row, str], PersonKind]:
    asked = request.GET.get("kind") == PersonKind.CORPORATION
    is_firm = asked and part == Part.SUSPECT
    kind = PersonKind.CORPORATION if is_firm else PersonKind.NATURAL
    rows = identities.rows_for(case, seen, part)
    form = NewPersonForm(
        flow.typed(request),
        names=[name for name in of_kind(kind) if name in opened_in(STANDS_IN[part])],
        near=office_of(request),
        rows={str(row.public_id): words for row, words in rows.items()},
        label=label_of_rows(part),
        chosen=request.GET.get("row", ""),
    )
    return form, rows, kind


def _links(case: Case, part: Part, kind: PersonKind) -> dict[str, Any]:
    """Ways from the form of somebody new: known already, or a corporation."""
    link = reverse("case_person_link", args=[case.public_id, part.value])
    links = [(link, _("Ia sudah tercatat pada perkara lain"))]
    if part == Part.SUSPECT and kind == PersonKind.NATURAL:
        links.append(("?kind=corporation", _("Terlapornya korporasi")))
    return {"links": links}


def _sought(
    request: HttpRequest, case: Case, part: Part, kind: PersonKind
) -> dict[str, str]:
    """What a search goes along with; nothing where she may ask after nobody. No
    corporation is searched by its name."""
    if kind != PersonKind.NATURAL or not may_search(request.user.hat):
        return {}
    return Into(case, part, public_id(request.GET.get("row", ""))).as_typed()


def _added(request: HttpRequest, case: Case, made: Involvement) -> HttpResponse:
    undo = reverse("case_person_withdraw", args=[case.public_id, made.public_id])
    words = flow.undoable(_("Identitas dicatat."), undo)
    return flow.landed(request, case, words, ANCHOR)


@keeps_typed_text
@opens_case()
def edit(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    involvement = part_for(request, case, row_id, Act.EDIT_CASE)
    form, changed = _edit_form(request, involvement), None
    try:
        is_sent = identity_page.is_sent(request, form)
        if request.method == "POST":
            _note_nik(form, involvement.victim or involvement.suspect)
        if is_sent and _edit(request, involvement, form):
            return _done(request, involvement, _("Identitas disimpan."))
    except StaleVersion as stale:
        changed = conflict.told(request, case, stale)
        sent = conflict.seen_again(request.POST, stale)
        form = _edit_form(request, stale.part or involvement, sent)
    title = _("Ubah identitas: %(who)s") % {"who": identities.title(involvement)}
    more = {"changed": changed, "back": identity_page.address(involvement)}
    return identity_page.show_form(request, case, form, title, save=_("Simpan"), **more)


def _edit_form(
    request: HttpRequest, involvement: Involvement, sent=None
) -> EditPersonForm:
    person = involvement.person
    here = opened_in(involvement.section)
    return EditPersonForm(
        flow.typed(request) if sent is None else sent,
        names=[name for name in of_kind(person.kind) if name in here],
        near=office_of(request),
        part=involvement,
    )


def _edit(
    request: HttpRequest, involvement: Involvement, form: EditPersonForm
) -> object:
    fields, adding = form.changes()
    if not form.has_heard(form.warnings["nik"]):
        return None
    return form.try_if_allowed(
        lambda: actions.edit_particulars(
            involvement,
            fields,
            by=request.user,
            adding=adding,
            **form.as_seen,
        )
    )


def _done(request: HttpRequest, involvement: Involvement, words: str) -> HttpResponse:
    """Back to the person's page, with what was done."""
    messages.success(request, words)
    return redirect(identity_page.address(involvement))
