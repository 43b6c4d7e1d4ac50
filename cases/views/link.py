"""Somebody known from another case takes part in this one too; no name is searched
here. "Cari orang" leads to it from whom it finds."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from agencies.access import Act
from agencies.accounts.carry import keeps_typed_text
from cases import actions, identities, looks, sight
from cases.actions import known
from cases.forms.person import LinkForm
from cases.identities import ANCHOR
from cases.models import Case, Involvement
from cases.models.person import STANDS_IN
from cases.models.row import Row
from cases.person_choices import Part
from cases.views import flow, identity_page
from cases.views.door import opens_case
from cases.views.person import chosen_row, label_of_rows, parted
from cases.views.search import public_id


@keeps_typed_text
@opens_case()
def link(request: HttpRequest, case: Case, part: str) -> HttpResponse:
    """First the number of the other case, then who of it; a search has told both."""
    as_what, seen = parted(part), sight.of(request.user, case)
    seen.require(Act.EDIT_CASE, STANDS_IN[as_what])
    rows = identities.rows_for(case, seen, as_what)
    form = _form(request, rows, as_what)
    people = _people(request, form)
    form.offer_people({pk: words for pk, (words, _each) in people.items()})
    if flow.is_sent(request, form):
        chosen = people.get(form.cleaned_data["person"])
        if chosen is None:
            _ask(request, form, people)
        elif made := _link(request, case, as_what, form, chosen[1], rows):
            undo = f"{identity_page.address(made)}withdraw/"
            told = flow.undoable(_("Orangnya dihubungkan."), undo)
            return flow.landed(request, case, told, ANCHOR)
    title = _("Hubungkan yang sudah tercatat: %(as_what)s")
    title %= {"as_what": as_what.label}
    save = _("Hubungkan") if people else _("Lanjut")
    return flow.show(request, case, form, title, save, anchor=ANCHOR)


def _form(request: HttpRequest, rows: dict[Row, str], part: Part) -> LinkForm:
    return LinkForm(
        flow.typed(request),
        rows={str(row.public_id): words for row, words in rows.items()},
        label=str(label_of_rows(part)),
        chosen=request.GET.get("row", ""),
        known=_known(request),
    )


def _known(request: HttpRequest) -> Involvement | None:
    """Whom a search has found, as the address names her part; None if it opens not."""
    wanted = public_id(request.GET.get("known", ""))
    if wanted is None:
        return None
    parts = Involvement.objects.visible_to(request.user).standing()
    return parts.select_related("case").filter(public_id=wanted).first()


def _ask(request: HttpRequest, form: LinkForm, people: dict) -> None:
    """What is missing; nothing where the people are shown for the first time."""
    if not people:
        told = _(
            "Tidak ada perkara dengan nomor itu yang orangnya dapat Anda hubungkan."
        )
        form.add_error("register_no", told)
    elif "person" not in request.POST:
        form.add_error("person", _("Pilih siapa yang dihubungkan."))


def _people(request: HttpRequest, form: LinkForm) -> dict[str, tuple[str, Involvement]]:
    """People of the case that was named of whom she writes, masked; that she looks
    there is on record."""
    number = (form["register_no"].value() or "").strip().upper()
    opened = Case.objects.open_to(request.user).filter(register_no=number)
    case = opened.first() if number else None
    if case is None:
        return {}
    seen = sight.of(request.user, case)
    looks.opened(seen, request.user)
    found = identities.involvements_of(case, seen).standing()
    return {
        str(each.public_id): (
            f"{identities.title(each)}: {identities.mask(each)}",
            each,
        )
        for each in found
        if each.is_told and known.writes(request.user, each)
    }


def _link(
    request: HttpRequest,
    case: Case,
    part: Part,
    form: LinkForm,
    chosen: Involvement,
    rows: dict[Row, str],
) -> Involvement | None:
    more = chosen_row(form, rows, part) | {"key": form.cleaned_data["key"]}
    return form.try_if_allowed(
        lambda: actions.link_person(chosen.person, case, part, by=request.user, **more)
    )
