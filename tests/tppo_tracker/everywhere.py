"""Every address of the project, asked in every way that gets another answer (S13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPMethod

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, path, reverse

from tests import counting
from tests.people import browser_of
from tppo_tracker.headers import HEADERS
from tppo_tracker.urls import urlpatterns as ours

WHO = ("", "sari", "seto", "ani", "tono")


def fails(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def misread(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.get_host())


# The project's own addresses, and two that end in errors which nothing of ours raises.
urlpatterns = [
    path("fails/", fails),
    path("api/v1/fails/", fails),
    path("misread/", misread),
    *ours,
]
handler400 = "tppo_tracker.views.bad_request"
handler403 = "tppo_tracker.views.forbidden"
handler404 = "tppo_tracker.views.not_found"
handler500 = "tppo_tracker.views.server_error"


@dataclass(slots=True)
class Tally:
    answers: int = 0
    routes: int = 0
    statuses: set[int] = None
    faults: list[str] = None

    def __post_init__(self):
        self.statuses, self.faults = set(), []

    def look(self, who: str, said: str, answer) -> None:
        self.answers += 1
        self.statuses.add(answer.status_code)
        self.faults += [f"{who or 'nobody'} {said}: {f}" for f in faults(who, answer)]


def faults(who: str, answer) -> Iterator[str]:
    """What is wrong with the headers of an answer to one of the cast, or to nobody."""
    for name, value in HEADERS.items():
        if answer.headers.get(name) != value:
            yield f"{name} is {answer.headers.get(name)!r}"
    policy = answer.headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or "*" in policy or "http" in policy:
        yield f"policy lets in {policy}"
    if who and "no-store" not in answer.headers.get("Cache-Control", ""):
        yield f"may be stored: {answer.headers.get('Cache-Control')!r}"


def all_routes() -> list[URLPattern]:
    """Of the resolver, those that `counting` leaves out as well."""

    def below(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from below(pattern.url_patterns)
            elif pattern.name:
                yield pattern

    return list(below(get_resolver("tppo_tracker.urls").url_patterns))


def addresses() -> list[str]:
    """Each route with rows of a case of sari's in it, and with rows of nobody's."""
    case, found = counting.register(1), []
    for route in all_routes():
        if route.name == "api_nowhere":
            continue
        found.append(counting.address(route, case))
    nobodys = {"public_id", "id", "row_id", "draft", "stage_id"}
    for route in all_routes():
        names = list(route.pattern.converters)
        if names and set(names) <= nobodys:
            given = dict.fromkeys(names, "00000000-0000-7000-8000-000000000000")
            found.append(reverse(route.name, kwargs=given))
    return found


def ask_everything(tally: Tally, *, who: tuple[str, ...] = WHO) -> None:
    """Every address by every method, signed in and out; then what goes wrong."""
    with override_settings(ROOT_URLCONF=__name__):
        found = addresses()
        tally.routes = len(all_routes())
        for name in who:
            for address in found:
                for method in ("GET", "POST", "PUT", "DELETE"):
                    # Signing out, or being refused, may end the session.
                    client = client_of(name, method, address)
                    answer = client.generic(method, address)
                    tally.look(name, f"{method} {address}", answer)
            ask_wrongly(tally, name)


_clients: dict[str, Client] = {}


def client_of(name: str, method: str, address: str) -> Client:
    ends = method == HTTPMethod.POST and "sign-" in address
    if ends or name not in _clients:
        options = {"raise_request_exception": False}
        client = browser_of(name, **options) if name else Client(**options)
        if ends:
            return client
        _clients[name] = client
    return _clients[name]


def ask_wrongly(tally: Tally, name: str) -> None:
    """400, 403 by the missing token, 404 and 500, by page and API."""
    client = client_of(name, "GET", "")
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = client.cookies
    for address in ("/nowhere/", "/api/nowhere/", "/fails/", "/api/v1/fails/"):
        tally.look(name, address, client.get(address))
    tally.look(name, "no token", strict.post("/language/", {"language": "id"}))
    with override_settings(ALLOWED_HOSTS=["register.example"]):
        tally.look(name, "host", client.get("/misread/", HTTP_HOST="elsewhere.example"))
        tally.look(name, "host", client.get("/", HTTP_HOST="elsewhere.example"))


def strangers(tab, address: str) -> list[str]:
    """What a browser asks of others while it shows the page: third-party requests."""
    asked = []

    def note(request) -> None:
        asked.append(request.url)

    tab.on("request", note)
    tab.goto(address, wait_until="networkidle")
    tab.remove_listener("request", note)
    origin = tab.evaluate("location.origin")
    return [url for url in asked if not url.startswith((origin, "data:"))]
