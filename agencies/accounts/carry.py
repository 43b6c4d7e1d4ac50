"""Carrying typed text over a lost session, sealed, and back to its writer only.

A form that arrives without a session is answered with the sign-in page, which holds
the text sealed in a hidden field. After sign-in the sealed text lies in the session
until the form's view takes it back with `take`.

Every such form says, sealed, for whom it was drawn (`mark`): on a shared machine the
next person to sign in must not be handed what the one before her typed. Text whose
writer nobody knows goes to nobody.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, wraps
from uuid import UUID

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agencies import clock
from agencies.accounts import page as sign_in_page
from agencies.models import Draft
from agencies.sealing import crypto, keyring

LIFE = timedelta(hours=2)
LONGEST = 200_000
CONTEXT = "agencies.accounts.carry"
MARK_CONTEXT = "agencies.accounts.carry.mark"
MARK = "drawn_for"
NEVER_CARRIED = {"csrfmiddlewaretoken", MARK}


@dataclass(frozen=True)
class Carried:
    """Fields of a form, the path it was sent to, and its writer's user id if known."""

    path: str
    fields: dict[str, list[str]]
    writer: int | None


def keeps_typed_text(view: Callable) -> Callable:
    """Let a view's form survive a lost session; signed out, it shows nothing else."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return _ask_to_sign_in(request)
        return redirect_to_login(request.get_full_path())

    guarded.keeps_typed_text = True
    return login_not_required(guarded)


def mark(user_id: int) -> str:
    """For whom a form is drawn, sealed: the value of its hidden field `MARK`."""
    return _as_text(crypto.seal(_key(), str(user_id), MARK_CONTEXT))


def rescue(request: HttpRequest) -> HttpResponse | None:
    """An answer that saves the text of a form with a stale token, or None.

    The token is stale when she signed in again beside the form. Nothing is done: the
    form comes back filled in. Forms from other sites are not rescued.
    """
    match = request.resolver_match
    if not (match and getattr(match.func, "keeps_typed_text", False)):
        return None
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return None
    if not request.user.is_authenticated:
        return _ask_to_sign_in(request)
    sealed = _seal(request)
    if not sealed:
        return None
    keep(request, sealed)
    messages.warning(
        request, _("Formulir ini sudah lama terbuka. Periksa isian, lalu kirim ulang.")
    )
    return redirect(request.get_full_path())


def keep(request: HttpRequest, sealed: str) -> None:
    """Put what the sign-in page carried into the session that has just begun."""
    if sealed and len(sealed) <= LONGEST and _open(sealed):
        request.session["carried"] = sealed


def take(request: HttpRequest) -> QueryDict | None:
    """The text that was typed into this page's form, once, or None.

    Text of another writer is dropped, and she is told so.
    """
    sealed = request.session.get("carried", "")
    carried = _open(sealed) if sealed else None
    if carried is None or carried.path != request.path:
        return None
    del request.session["carried"]
    if carried.writer != request.user.pk:
        messages.warning(
            request,
            _("Isian yang belum tersimpan milik pengguna lain dan tidak ditampilkan."),
        )
        return None
    data = QueryDict(mutable=True)
    for name, values in carried.fields.items():
        data.setlist(name, values)
    return data


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    return sign_in_page.respond(
        request,
        sign_in_page.blank_form(target=request.get_full_path(), carry=_seal(request)),
        status=401,
    )


def _seal(request: HttpRequest) -> str:
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in NEVER_CARRIED
    }
    until = (clock.now() + LIFE).timestamp()
    text = orjson.dumps([request.path, fields, _writer(request), until]).decode()
    sealed = _as_text(crypto.seal(_key(), text, CONTEXT))
    return sealed if len(sealed) <= LONGEST else ""


def _open(sealed: str) -> Carried | None:
    text = _opened(sealed, CONTEXT)
    if text is None:
        return None
    path, fields, writer, until = orjson.loads(text)
    if clock.now().timestamp() > until:
        return None
    return Carried(path=path, fields=fields, writer=writer)


def _writer(request: HttpRequest) -> int | None:
    """For whom it was drawn, else its draft's author, else whose session ended."""
    drawn_for = _opened(request.POST.get(MARK, ""), MARK_CONTEXT)
    if drawn_for is not None:
        return int(drawn_for)
    try:
        draft = UUID(request.POST.get("draft", ""))
    except ValueError:
        draft = None
    author = Draft.objects.filter(public_id=draft).values_list("by", flat=True).first()
    if author is not None:
        return author
    ended_for = request.session.get("ended_for")
    return int(ended_for) if ended_for else None


def _as_text(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode()


def _opened(sealed: str, context: str) -> str | None:
    try:
        return crypto.open_sealed(_key(), base64.urlsafe_b64decode(sealed), context)
    except (crypto.CannotOpen, binascii.Error, ValueError):
        return None


@cache
def _key() -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=None, info=CONTEXT.encode()).derive(
        keyring.current().index
    )
