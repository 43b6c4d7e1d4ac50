"""Lists that leave: asked for, watched, fetched by the one who asked."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from agencies import exports as envelopes
from agencies.access import Act, require
from agencies.lookup import zones
from agencies.models import Export
from cases import exports
from cases.exports import KINDS, Asked
from cases.forms.export import ExportForm
from cases.lists import words as list_words

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("note")
def ask(request: HttpRequest) -> HttpResponse:
    """Why, and as what; the address names the list and what narrows it."""
    asked = exports.read(
        request.GET.get("list", ""), request.GET.get("query", ""), by=request.user
    )
    form = ExportForm(request.POST or None)
    export = _asked_of_a_worker(asked, form, request)
    if export is not None:
        return redirect("export", export.public_id)
    context = {
        "form": form,
        "kind": asked.kind,
        "narrowed": asked.in_words,
        "total": list_words.total(asked.list.total()),
        "list_url": _list_url(asked.kind.name, asked.query),
        "most": exports.too_many(),
    }
    status = 400 if form.errors else 200
    return render(request, "cases/export_ask.html", context, status=status)


def _asked_of_a_worker(
    asked: Asked, form: ExportForm, request: HttpRequest
) -> Export | None:
    """None when something is missing, or too much waits: the form says so."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return exports.ask(asked, form.about, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return None


@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    require(request.user.hat, Act.EXPORT_LIST)
    found = Export.objects.of(request.user).select_related("job")[:SHOWN]
    rows = [line(export, request.user) for export in found]
    return render(request, "cases/exports.html", {"rows": rows})


@require_safe
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is; when it is made, its file and, once, its password."""
    return _page(request, envelopes.found(request.user, public_id))


@require_POST
def tell_password(request: HttpRequest, public_id: UUID) -> HttpResponse:
    export = envelopes.found(request.user, public_id)
    try:
        password = exports.tell_password(public_id, by=request.user)
    except envelopes.Unavailable as why:
        export = envelopes.found(request.user, public_id)
        return _page(request, export, notice=str(why), status=why.status)
    export.refresh_from_db(fields=["told_at"])
    return _page(request, export, password=password)


@require_safe
def fetch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    try:
        return envelopes.as_download(*exports.fetch(public_id, by=request.user))
    except envelopes.Unavailable as why:
        export = envelopes.found(request.user, public_id)
        return _page(request, export, notice=str(why), status=why.status)


def _page(request, export: Export, *, status: int = 200, **more) -> HttpResponse:
    blank = {"password": "", "notice": ""}
    context = blank | line(export, request.user) | more
    return render(request, "cases/export.html", context, status=status)


def line(export: Export, user) -> dict:
    """An export in words: `state` is what became of it."""
    zone = zones.zone_of(user.assignment.post)
    return {
        "export": export,
        "title": KINDS[export.list].noun.title,
        "state": state_in_words(export),
        "asked": zones.at_in_words(export.asked_at, zone),
        "until": zones.at_in_words(export.expires_at, zone),
        "list_url": _list_url(export.list, export.query),
    }


def state_in_words(export: Export) -> str:
    if export.is_expired:
        return _("Kedaluwarsa")
    return str(export.job.get_state_display())


def _list_url(name: str, query: str) -> str:
    if name not in KINDS:
        raise Http404
    path = reverse(f"{KINDS[name].noun.name}_list")
    return f"{path}?{query}" if query else path
