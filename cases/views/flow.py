"""How a page adds, edits, withdraws and restores, once for the case and its rows."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agencies import denials
from agencies.access import Act
from agencies.accounts import carry
from cases import people, readers, sight, words
from cases.conflicts import StaleVersion
from cases.forms.case import CaseForm
from cases.forms.place import PlaceForm
from cases.forms.police_report import PoliceReportForm
from cases.forms.row import ActForm, RestoreForm, RowForm, WithdrawForm
from cases.forms.suspect import SuspectForm
from cases.forms.victim import VictimForm
from cases.models import Case
from cases.models.row import Row
from cases.nouns import CASE, PLACE, POLICE_REPORT, SUSPECT, VICTIM, Noun
from cases.views import conflict
from cases.views.notes import note

F = TypeVar("F", bound=ActForm)
FORMS: dict[str, type[RowForm]] = {
    CASE.name: CaseForm,
    VICTIM.name: VictimForm,
    SUSPECT.name: SuspectForm,
    POLICE_REPORT.name: PoliceReportForm,
    PLACE.name: PlaceForm,
}
STAYS = gettext_lazy(
    "Yang ditarik tidak dihitung lagi, tetap tersimpan, dan dapat dipulihkan."
)
CLOSES = gettext_lazy(
    "Begitu dipulihkan, perkara ini hanya terbuka bagi pembaca yang disebut namanya;"
    " atasan dan satuan lain tidak melihatnya lagi."
)


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, or what a lost session has carried over; None on a fresh page."""
    return request.POST if request.method == "POST" else carry.take(request)


def is_sent(request: HttpRequest, form: ActForm) -> bool:
    return request.method == "POST" and form.is_valid()


def show(
    request: HttpRequest, case: Case, form: ActForm, title: str, save: str, **more
) -> HttpResponse:
    """The page of one form; 409 with what others `changed` while it was open."""
    status = status_of(request, form, more.get("changed"))
    defaults = {
        "changed": None,
        "hint": "",
        "anchor": "",
        "zone": "",
        "tone": "pri",
        "who_reads": None,
    }
    context = {**defaults, "case": case, "form": form, "title": title, "save": save}
    return render(request, "cases/form.html", context | more, status=status)


def public_id(request: HttpRequest, name: str) -> UUID | None:
    """The id that the address names, None without one; 404 for anything else."""
    said = request.GET.get(name)
    try:
        return UUID(said) if said else None
    except ValueError as error:
        raise Http404 from error


def status_of(request: HttpRequest, form: ActForm, changed: list | None = None) -> int:
    """409 with what others have `changed`; 403, on record, where she may not."""
    if form.denied:
        denials.note(request, form.denied)
        return 403
    return 200 if changed is None else 409


def carry_out(
    request: HttpRequest,
    case: Case,
    form_of: Callable[[QueryDict | None], F],
    act: Callable[[F], object],
    *,
    title: str,
    done: str,
    anchor: str,
    save: str = "",
    hint: str | Promise = "",
    tone: str = "pri",
) -> HttpResponse:
    """A page that asks, and the act on what it showed (`tone` "red" for one that
    destroys): 409 where others have changed
    that meanwhile, with what was typed, made from how it stands."""
    form, changed = form_of(typed(request)), None
    try:
        if is_sent(request, form) and form.try_if_allowed(lambda: act(form)):
            return landed(request, case, done, anchor)
    except StaleVersion as stale:
        changed = conflict.told(request, case, stale)
        form = form_of(conflict.seen_again(request.POST, stale))
    more = {"hint": hint, "changed": changed, "anchor": anchor, "tone": tone}
    return show(request, case, form, title, save or title, **more)


def add(request: HttpRequest, case: Case, noun: Noun) -> HttpResponse:
    form = FORMS[noun.name](typed(request), instance=noun.model(case=case))
    if is_sent(request, form) and form.closes():
        return _who_reads(request, case, noun, form)
    if is_sent(request, form) and noun.add:
        key = form.cleaned_data["key"]
        fields = form.model_fields()
        made = form.try_to(lambda: noun.add(case, fields, by=request.user, key=key))
        if made:
            return _done(request, case, noun, made, _("%(what)s ditambahkan."))
    title = pgettext("button", "Tambah %(what)s") % {"what": noun.word}
    return show(request, case, form, title, title, anchor=noun.anchor)


def edit(request: HttpRequest, case: Case, noun: Noun, row: Row) -> HttpResponse:
    form = FORMS[noun.name](typed(request), instance=row)
    if is_sent(request, form) and form.closes():
        return _who_reads(request, case, noun, form)
    if is_sent(request, form):
        try:
            saved = _save(request, form, noun, row)
        except StaleVersion as stale:
            return conflict.show(request, case, noun, form, stale)
        if saved:
            return _done(request, case, noun, saved, _("%(what)s disimpan."))
    title = _("Ubah %(what)s") % {"what": noun.word}
    more = {"anchor": noun.anchor, "zone": words.zone_word(case)}
    return show(request, case, form, title, _("Simpan"), **more)


def _who_reads(
    request: HttpRequest, case: Case, noun: Noun, form: RowForm
) -> HttpResponse:
    """The same form once more, before it closes the case."""
    form.data = form.data.copy()
    form.data["told"] = "yes"
    title = _("Simpan dan jadikan perkara terbatas")
    hint = _(
        "Belum tersimpan. Begitu disimpan, perkara ini hanya terbuka bagi pembaca yang"
        " disebut namanya; atasan dan satuan lain tidak melihatnya lagi."
    )
    more = {"hint": hint, "who_reads": _who_may(request, case), "anchor": noun.anchor}
    return show(request, case, form, title, title, **more)


def _who_may(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Who keeps reading a case that closes, for those who may name a reader."""
    names = sight.of(request.user, case).may(Act.NAME_READER)
    return people.after_closing(case, request.user) if names else None


def _save(request: HttpRequest, form: RowForm, noun: Noun, row: Row) -> Row | None:
    """Raises StaleVersion when the row moved on, or a difference is undecided."""
    conflict.require_decisions(request.POST, row)
    fields = conflict.decided(form, request.POST)
    seen = form.cleaned_data["seen"]
    return form.try_to(lambda: noun.edit(row, fields, by=request.user, seen=seen))


def withdraw(request: HttpRequest, case: Case, noun: Noun, row: Row) -> HttpResponse:
    gone = _("%(what)s ditarik.") % {"what": capfirst(str(noun.word))}
    return carry_out(
        request,
        case,
        lambda sent: WithdrawForm(sent, initial={"seen": row.version}),
        lambda form: noun.withdraw(row, by=request.user, **form.taken),
        title=_("Tarik %(what)s") % {"what": noun.word},
        hint=STAYS,
        done=undoable(gone, noun.url("restore", row)),
        anchor=noun.anchor,
    )


def restore(request: HttpRequest, case: Case, noun: Noun, row: Row) -> HttpResponse:
    """A page that asks, for the link "Urungkan"; buttons of the case page just post.
    What closes the case asks them too."""
    closes = readers.would_close(case, row)
    is_asked = request.method == "POST" and (not closes or "told" in request.POST)
    form = RestoreForm(request.POST if is_asked else None)
    if is_asked and form.is_valid():
        back = form.try_to(lambda: noun.restore(row, by=request.user))
        if back:
            return _done(request, case, noun, back, _("%(what)s dipulihkan."))
    title = _("Pulihkan %(what)s") % {"what": noun.word}
    hint = _("Yang dipulihkan dihitung lagi.")
    more = {"hint": hint, "anchor": noun.anchor}
    if closes:
        title = _("Pulihkan dan jadikan perkara terbatas")
        more |= {"hint": f"{hint} {CLOSES}", "who_reads": _who_may(request, case)}
    return show(request, case, form, title, title, **more)


def _done(
    request: HttpRequest, case: Case, noun: Noun, row: Row, words: str
) -> HttpResponse:
    answer = landed(
        request, case, words % {"what": capfirst(str(noun.word))}, noun.anchor
    )
    note(request, case, row)
    return answer


def landed(
    request: HttpRequest, case: Case, words: str | Promise, anchor: str
) -> HttpResponse:
    """Back to the case, where its page says what was done and leads to the part at
    `anchor`: <main> takes the focus, and the words are the first thing in it."""
    told = format_html('{} <a href="#{}">{}</a>', words, anchor, _("Lihat"))
    messages.success(request, told)
    return redirect(f"{reverse('case', args=[case.public_id])}#isi")


def undoable(words: str | Promise, undo: str) -> str:
    """What was done, with the way back."""
    return format_html('{} <a href="{}">{}</a>', words, undo, _("Urungkan"))
