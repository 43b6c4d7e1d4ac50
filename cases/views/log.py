"""Log a case: one page, six required inputs, nothing typed is ever lost."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from agencies import clock, drafts
from agencies.access import Act, OutOfScope, require
from agencies.accounts import carry
from agencies.idempotency import KeyReused
from agencies.lookup import region_search, zones
from agencies.models.fields import uuid7
from cases import actions
from cases.forms.counts import CELL_NAMES, MOST_SUSPECT_ROWS, amount
from cases.forms.log import Button, LogForm, typed_again
from cases.limits import MOST_VICTIMS
from cases.models import Case
from cases.views.drafts import KIND, keep
from cases.views.notes import warn_of_giveaways

NOTHING_PRESSED = {"plus": "", "minus": "", "focus": False, "more": False}


@carry.keeps_typed_text
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def new_case(request: HttpRequest) -> HttpResponse:
    require(request.user.hat, Act.LOG_CASE)
    if request.method == "POST":
        return _sent(request, _with_draft_id(request.POST))
    carried = carry.take(request)
    if carried is not None:
        return _brought_back(request, _with_draft_id(carried))
    if "draft" not in request.GET:
        return redirect(_address(uuid7()))
    return _opened(request, _uuid(request.GET["draft"]))


def _sent(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """What each button of the page does; without one (Enter) it saves."""
    form = LogForm(data, office=_office(request))
    pressed = next((button for button in Button if button in data), Button.SAVE)
    return ANSWERS[pressed](request, form)


def _save(request: HttpRequest, form: LogForm) -> HttpResponse:
    try:
        case = _log(request, form)
    except KeyReused:
        return _not_kept(request, form)
    if case is None:
        return _shown_again(request, form)
    words = _("Perkara %s tercatat. Berikutnya: tambahkan LP dan tersangka bila ada.")
    messages.success(request, words % case.register_no)
    warn_of_giveaways(request, case, form.cleaned_data["narrative"])
    return redirect("case", case.public_id)


def _log(request: HttpRequest, form: LogForm) -> Case | None:
    """The new case, or that of the first click; None if the form is at fault."""
    if not form.is_valid():
        return None
    try:
        return actions.log_case_from_draft(
            by=request.user, draft=form.cleaned_data["draft"], **form.content()
        )
    except ValidationError as refusal:
        form.blame(refusal)
        return None


def _later(request: HttpRequest, form: LogForm) -> HttpResponse:
    try:
        keep(request.user, form.data)
    except drafts.AlreadySent:
        return _not_kept(request, form)
    except ValidationError:
        form.full_clean()
        return _page(request, form)
    messages.success(request, _("Draf disimpan. Lanjutkan kapan saja dari laman ini."))
    return redirect("home")


def _stepped(request: HttpRequest, form: LogForm) -> HttpResponse:
    """A stepper pressed without script: count, and let it be pressed again."""
    button = "plus" if "plus" in form.data else "minus"
    name = form.data[button]
    if name not in CELL_NAMES:
        return _unjudged(request, form)
    n = amount(form.data.get(name)) + (1 if button == "plus" else -1)
    form.data[name] = str(min(MOST_VICTIMS, max(0, n)))
    return _unjudged(request, form, **{button: name})


def _sought(request: HttpRequest, form: LogForm) -> HttpResponse:
    return _unjudged(request, form, focus=True)


def _widened(request: HttpRequest, form: LogForm) -> HttpResponse:
    """One more row for suspects."""
    data = form.data.copy()
    data["suspect_rows"] = str(min(MOST_SUSPECT_ROWS, form.rows_shown + 1))
    return _unjudged(request, LogForm(data, office=form.office), more=True)


ANSWERS: dict[Button, Callable[[HttpRequest, LogForm], HttpResponse]] = {
    Button.SAVE: _save,
    Button.LATER: _later,
    Button.PLUS: _stepped,
    Button.MINUS: _stepped,
    Button.FIND_REGION: _sought,
    Button.MORE_SUSPECTS: _widened,
}


def _unjudged(request: HttpRequest, form: LogForm, **shown) -> HttpResponse:
    form.leave_unjudged()
    return _shown_again(request, form, **shown)


def _shown_again(request: HttpRequest, form: LogForm, **shown) -> HttpResponse:
    """The page with what was typed, which is kept as a draft too."""
    try:
        saved_at = keep(request.user, form.data)
    except drafts.AlreadySent:
        return _not_kept(request, form)
    except ValidationError:
        saved_at = ""  # too long to keep: the page itself still holds it
    return _page(request, form, saved_at=saved_at, **shown)


def _not_kept(request: HttpRequest, form: LogForm) -> HttpResponse:
    """This page was saved before, with another content: say so, under a new id."""
    made = drafts.sent_as(
        by=request.user, public_id=UUID(form.data["draft"]), kind=KIND
    )
    case = _case_of(request, made)
    form.data = typed_again(dict(form.data.lists()), str(uuid7()))
    form.add_error(None, _became(case))
    return _page(request, form, status=409)


def _became(case: Case) -> str:
    words = _(
        'Laman ini sudah disimpan sebagai perkara <a href="{}">{}</a>. Ubah di'
        " sana; simpan lagi di sini hanya bila ini perkara lain."
    )
    url = reverse("case", args=[case.public_id])
    return format_html(words, url, case.register_no)


def _case_of(request: HttpRequest, pk: int | None) -> Case:
    """The case that this page has already become."""
    case = Case.objects.visible_to(request.user).filter(pk=pk).first()
    if case is None:
        raise OutOfScope
    return case


def _opened(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The page under the id in its address, so that going back, reloading or a browser
    that was killed come to the same draft, or to the case that it became."""
    try:
        found, fields = drafts.open_draft(by=request.user, public_id=draft, kind=KIND)
    except drafts.NotBegun:
        return _page(request, _blank(request, draft))
    except drafts.AlreadySent as sent:
        return redirect("case", _case_of(request, sent.subject_id).public_id)
    form = LogForm(typed_again(fields, str(draft)), office=_office(request))
    form.leave_unjudged()
    zone = zones.zone_of(request.user.assignment.post)
    return _page(request, form, saved_at=zones.at_in_words(found.updated_at, zone))


def _brought_back(request: HttpRequest, data: QueryDict) -> HttpResponse:
    """The text of a form that arrived without a session, after signing in again."""
    messages.info(request, _("Isian Anda kembali. Periksa, lalu simpan."))
    try:
        keep(request.user, data)
    except (drafts.AlreadySent, ValidationError):
        return _unjudged(request, LogForm(data, office=_office(request)))
    return redirect(_address(data["draft"]))


def _blank(request: HttpRequest, draft: UUID) -> LogForm:
    initial = {"draft": draft, "reported_on": _today(request)}
    return LogForm(initial=initial, office=_office(request))


def _page(
    request: HttpRequest, form: LogForm, *, status: int = 200, saved_at="", **shown
) -> HttpResponse:
    said = _said(request, form) | NOTHING_PRESSED | shown
    said["saved"] = _("Draf tersimpan {at}").format(at=saved_at) if saved_at else ""
    return render(request, "cases/log.html", said, status=status)


def _said(request: HttpRequest, form: LogForm) -> dict[str, Any]:
    """What the page shows whatever was pressed."""
    return {
        "form": form,
        "draft": form["draft"].value(),
        "address": _address(form["draft"].value()),
        "zone": _zone_word(request, form),
        "series": _office(request).numbering_agency.code,
        "year": _today(request).year,
    }


def _today(request: HttpRequest) -> date:
    return clock.today(zones.zone_of(request.user.assignment.post))


def _zone_word(request: HttpRequest, form: LogForm) -> str:
    """The zone that the time is in: the place's, the office's until one is chosen."""
    if form["country"].value():
        return _("waktu setempat")
    region = form.typed_region
    if region is not None:
        return region_search.zone_word(region)
    return zones.ZONE_WORDS[zones.zone_of(request.user.assignment.post).key]


def _with_draft_id(data: QueryDict) -> QueryDict:
    """A copy whose draft id is one: a page that lost it gets a new one."""
    data = data.copy()
    try:
        data["draft"] = str(UUID(data.get("draft", "")))
    except ValueError:
        data["draft"] = str(uuid7())
    return data


def _address(draft: UUID | str) -> str:
    return f"{reverse('case_new')}?draft={draft}"


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise OutOfScope from error


def _office(request: HttpRequest):
    return request.user.assignment.post.agency
