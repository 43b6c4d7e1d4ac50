"""Who reported a case, and where a victim of it is housed: record, move, withdraw,
restore."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.access import Act
from agencies.accounts.carry import keeps_typed_text
from agencies.sections import Section
from cases import actions
from cases.doors import open_row
from cases.forms.person import ReporterForm
from cases.forms.reveal import ShelterForm
from cases.forms.row import ActForm, WithdrawForm
from cases.identities import ANCHOR
from cases.models import Case, Reporter, Shelter, Victim
from cases.person_choices import ReporterKind
from cases.views import flow, identity_page
from cases.views.door import opens_case
from cases.views.person import office_of


@keeps_typed_text
@opens_case(Act.EDIT_CASE, Section.REPORTER)
def add(request: HttpRequest, case: Case) -> HttpResponse:
    form = ReporterForm(flow.typed(request), near=office_of(request))
    if identity_page.is_sent(request, form) and _add(request, case, form):
        return flow.landed(request, case, _("Pelapor dicatat."), ANCHOR)
    title = _("Catat pelapor")
    return identity_page.show_form(request, case, form, title, save=title)


def _add(request: HttpRequest, case: Case, form: ReporterForm) -> Reporter | None:
    kind, key = ReporterKind(form.cleaned_data["kind"]), form.cleaned_data["key"]
    fields = form.typed()
    return form.try_to(
        lambda: actions.add_reporter(case, kind, fields, by=request.user, key=key)
    )


@keeps_typed_text
@opens_case(Act.WITHDRAW, Section.REPORTER)
def withdraw(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    row = open_row(Reporter, request.user, row_id, of=case)
    return _withdrawn(request, row, actions.withdraw_reporter, _("Tarik pelapor"))


def _withdrawn(
    request: HttpRequest,
    row: Reporter | Shelter,
    act: Callable[..., object],
    title: str,
) -> HttpResponse:
    return flow.carry_out(
        request,
        row.case,
        lambda sent: WithdrawForm(sent, initial={"seen": row.version}),
        lambda form: act(row, by=request.user, **form.taken),
        title=title,
        done=flow.undoable(_("Ditarik."), _address(row, "restore")),
        anchor=ANCHOR,
    )


@keeps_typed_text
@opens_case(Act.RESTORE, Section.REPORTER)
def restore(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    row = open_row(Reporter, request.user, row_id, of=case)
    return _restored(request, row, actions.restore_reporter, _("Pulihkan pelapor"))


def _restored(
    request: HttpRequest,
    row: Reporter | Shelter,
    act: Callable[..., object],
    title: str,
) -> HttpResponse:
    form = ActForm(flow.typed(request))
    if flow.is_sent(request, form) and form.try_to(lambda: act(row, by=request.user)):
        return flow.landed(request, row.case, _("Dipulihkan."), ANCHOR)
    return flow.show(request, row.case, form, title, title, anchor=ANCHOR)


def _address(row: Reporter | Shelter, act: str) -> str:
    noun = type(row).__name__.lower()
    return reverse(f"case_{noun}_{act}", args=[row.case.public_id, row.public_id])


# -- Shelters --------------------------------------------------------------------------


@keeps_typed_text
@opens_case(Act.EDIT_CASE, Section.SHELTER)
def add_shelter(request: HttpRequest, case: Case) -> HttpResponse:
    victim = _victim(request, case)
    form = ShelterForm(flow.typed(request))
    if flow.is_sent(request, form):
        address, key = form.cleaned_data["address"], form.cleaned_data["key"]
        if form.try_to(
            lambda: actions.add_shelter(victim, address, by=request.user, key=key)
        ):
            return flow.landed(request, case, _("Rumah aman dicatat."), ANCHOR)
    title = _("Catat rumah aman")
    return flow.show(request, case, form, title, title, anchor=ANCHOR)


def _victim(request: HttpRequest, case: Case) -> Victim:
    """The one that the address names; 404 for another."""
    try:
        wanted = UUID(request.GET.get("row", ""))
    except ValueError:
        wanted = UUID(int=0)
    return open_row(Victim, request.user, wanted, of=case)


@keeps_typed_text
@opens_case(Act.EDIT_CASE, Section.SHELTER)
def edit_shelter(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    row = open_row(Shelter, request.user, row_id, of=case)
    return flow.carry_out(
        request,
        case,
        lambda sent: ShelterForm(sent, version=row.version),
        lambda form: actions.rewrite_shelter(
            row,
            form.cleaned_data["address"],
            by=request.user,
            seen=form.cleaned_data["seen"],
        ),
        title=_("Ubah alamat rumah aman"),
        save=_("Simpan"),
        done=_("Alamat disimpan."),
        anchor=ANCHOR,
    )


@keeps_typed_text
@opens_case(Act.WITHDRAW, Section.SHELTER)
def withdraw_shelter(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    row = open_row(Shelter, request.user, row_id, of=case)
    return _withdrawn(request, row, actions.withdraw_shelter, _("Tarik rumah aman"))


@keeps_typed_text
@opens_case(Act.RESTORE, Section.SHELTER)
def restore_shelter(request: HttpRequest, case: Case, row_id: UUID) -> HttpResponse:
    row = open_row(Shelter, request.user, row_id, of=case)
    return _restored(request, row, actions.restore_shelter, _("Pulihkan rumah aman"))
