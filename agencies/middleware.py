"""What every request passes: its language, its session's limits, its denials."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import (
    AuthenticationMiddleware,
    LoginRequiredMiddleware,
)
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from agencies import denials, eyes
from agencies.accounts import sessions


def language(get_response):
    """Indonesian unless chosen otherwise: browsers in an office are set to anything.

    The cookie is what was chosen here; a program may ask the API by Accept-Language.
    """

    def middleware(request):
        translation.activate(_language_of(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response

    return middleware


def _language_of(request) -> str:
    if request.path_info.startswith("/api/"):
        return translation.get_language_from_request(request)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class SignedIn(AuthenticationMiddleware):
    """`request.user`, found together with the session by one statement."""

    def process_request(self, request):
        request.user = SimpleLazyObject(lambda: sessions.user_of(request))


def session_limits(get_response):
    """End sessions that are over; speak the language of whoever is signed in, and look
    through her eyes until the answer is made."""

    def middleware(request):
        with eyes.looking(()):
            sessions.check(request)
            if request.user.is_authenticated:
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = request.user.language
                eyes.turn(request.user.hat.scope_keys)
            return get_response(request)

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    """Sends visitors to the sign-in page and back to where they were.

    What was posted without a session is lost (but see `accounts.carry`), and many
    addresses take posts only: so she returns to the page that she posted from.
    """

    def handle_no_permission(self, request, view_func):
        if request.method in ("GET", "HEAD"):
            target = without_search(request.path, request.META["QUERY_STRING"])
            return redirect_to_login(target, self.get_login_url(view_func))
        if request.session.get("ended") not in (None, "suspended"):
            request.session["ended"] = "unsaved"
        return redirect_to_login(_page_before(request), self.get_login_url(view_func))


def _page_before(request) -> str:
    """The path of the page on this site that the request came from, else the first."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # "http://[" is no address
        return settings.LOGIN_REDIRECT_URL
    if parts.netloc != request.get_host():
        return settings.LOGIN_REDIRECT_URL
    return without_search(parts.path, parts.query)


# Lists, accounts and the trail are searched by these.
SEARCHES = ("q", "of", "who")


def without_search(path: str, query: str) -> str:
    """An address here, less what was typed into a search: a name, maybe."""
    said = QueryDict(query, mutable=True)
    typed = [said.pop(name) for name in SEARCHES if name in said]
    if typed:
        query = said.urlencode()
    return f"{path}?{query}" if query else path


class RecordDenials:
    """Writes `denied` for a 403 and for a 404 out of scope, after the rollback."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        denials.record(request)
        return response

    def process_exception(self, request, exception):
        denials.note(request, exception)
