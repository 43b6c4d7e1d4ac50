"""Opening what is masked: only by POST, one person, reporter or address at a time.

What opens stands in the answer alone, which no cache may keep and which shuts itself:
`static/guard.js` takes it out of the page, and without script the page goes on to the
mask by itself.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import Act, OutOfScope
from cases import actions, identities, sight
from cases.doors import open_row
from cases.forms.reveal import RevealForm
from cases.forms.row import ActForm
from cases.models import Case, Involvement, Reporter, Shelter
from cases.person_choices import RevealReason
from cases.views import identity_page
from cases.views.door import opens_case

# A reload asks again; switching the language leads back to the mask.
PRESSED = require_http_methods(["GET", "HEAD", "POST"])


@PRESSED
@opens_case()
def person(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    involvement = open_row(Involvement, request.user, row_id, of=case)
    if request.method != "POST":
        return redirect("case_person", case.public_id, row_id)
    seen = sight.of(request.user, case)
    form = identity_page.reveal_form(request, seen, involvement, request.POST)
    opened = _opened(request, involvement, form) if form.is_valid() else None
    more = {"form": None if opened else form, "opened": opened}
    return identity_page.person(request, case, involvement, **more)


def _opened(request: HttpRequest, involvement: Involvement, form: RevealForm):
    """Labels and lines of what was asked for; None if it was refused."""
    names = form.cleaned_data.get("fields_shown", [])
    found = form.try_to(
        lambda: actions.reveal(
            involvement.person,
            involvement.case,
            names,
            by=request.user,
            reason=RevealReason(form.cleaned_data["reason"]),
        )
    )
    return None if found is None else identities.told(found, names)


# -- Shelters --------------------------------------------------------------------------


@require_safe
@opens_case()
def shelter(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    return _shelter_page(request, _shelter(request, case, row_id), RevealForm())


@PRESSED
@opens_case()
def read_shelter(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    found = _shelter(request, case, row_id)
    if request.method != "POST":
        return redirect("case_shelter", case.public_id, row_id)
    form, address = RevealForm(request.POST), None
    if form.is_valid():
        reason = RevealReason(form.cleaned_data["reason"])
        address = form.try_to(
            lambda: actions.read_shelter(found, by=request.user, reason=reason)
        )
    return _shelter_page(request, found, form, address)


def _shelter(request: HttpRequest, case: Case, row_id: UUID) -> Shelter:
    found = open_row(Shelter, request.user, row_id, of=case)
    if found.is_withdrawn:
        raise OutOfScope
    return found


def _shelter_page(
    request: HttpRequest,
    shelter: Shelter,
    form: RevealForm,
    address: str | None = None,
) -> HttpResponse:
    case, here = shelter.case, [shelter.case.public_id, shelter.public_id]
    opened = [(_("Alamat"), address.splitlines())] if address else None
    return identity_page.show(
        request,
        case,
        title=_("Rumah aman"),
        words=_("Alamat dirahasiakan."),
        opened=opened,
        form=None if opened else form,
        action=reverse("case_shelter_read", args=here),
        save=_("Tampilkan alamat"),
        hint=_("Setiap pembukaan dicatat dengan alasannya."),
        shut_url=reverse("case_shelter", args=here),
        acts=_acts(request, shelter, ("edit", _("Ubah alamat"))),
    )


def _acts(
    request: HttpRequest, row: Shelter | Reporter, *more: tuple[str, str]
) -> list[tuple[str, str, str]]:
    seen, here = sight.of(request.user, row.case), [row.case.public_id, row.public_id]
    kind = type(row).__name__.lower()
    if row.case.is_withdrawn or not seen.may(Act.EDIT_CASE, row.section):
        return []
    noun = row._meta.verbose_name
    acts = [*more, ("withdraw", _("Tarik %(what)s") % {"what": noun})]
    return [(reverse(f"case_{kind}_{act}", args=here), word, "") for act, word in acts]


# -- Reporters -------------------------------------------------------------------------


def reporter_page(
    request: HttpRequest, case: Case, row_id: UUID, **shown
) -> HttpResponse:
    """Open, it has a button; before, the reason for which a second one is asked."""
    found = identities.reporter_of(case, request.user, row_id)
    here = [case.public_id, row_id]
    steps = {"form": None}
    if found.open_until:
        steps = {"form": ActForm(), "save": _("Tampilkan")}
        steps["action"] = reverse("case_reporter_reveal", args=here)
    elif found.sealed is not None and not found.asked_at:
        steps = {"form": RevealForm(), "save": _("Minta pembukaan")}
        steps["action"] = reverse("case_reporter_ask", args=here)
    else:
        shown.pop("form", None)  # asked meanwhile, which the page says
    return identity_page.show(
        request,
        case,
        title=_("Pelapor: %(kind)s") % {"kind": found.get_kind_display().lower()},
        words=identities.reporter_words(case, found),
        hint=_("Dibuka oleh dua orang: Anda meminta, penanggung jawab menyetujui."),
        shut_url=reverse("case_reporter", args=here),
        acts=[*_waits(found, here), *_acts(request, found)],
        **(steps | shown),
    )


def _waits(found: Reporter, here: list[UUID]) -> list[tuple[str, str, str]]:
    """A way to take back what she asked for, as long as nobody has answered."""
    if not found.asked_at:  # type: ignore[attr-defined]  # annotated by the query
        return []
    return [(reverse("case_reporter_unask", args=here), _("Tarik permintaan"), "")]


@PRESSED
@opens_case()
def reveal_reporter(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    found = identities.reporter_of(case, request.user, row_id)
    if request.method != "POST":
        return redirect("case_reporter", case.public_id, row_id)
    form, opened = ActForm(request.POST), None
    known = form.try_to(lambda: actions.reveal_reporter(found, by=request.user))
    if known is not None:
        opened = identities.told(known, known.known())
    return reporter_page(request, case, row_id, form=form, opened=opened)
