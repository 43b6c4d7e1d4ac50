"""Security headers on every answer; nothing personal stays in any cache."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class SecurityHeaders:
    """Sets HEADERS, and `Cache-Control: no-store` unless a view has said otherwise.

    Static files never come here: WhiteNoise answers them before, and adds the
    same headers by `static_headers`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        said = response.headers.get("Cache-Control", "")
        if not said or (is_personal(request) and "no-store" not in said):
            response.headers["Cache-Control"] = "no-store"
        return response


def is_personal(request: HttpRequest) -> bool:
    """True when someone is signed in, so that the answer may speak of cases."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def static_headers(headers: dict, path: str, url: str) -> None:
    """WhiteNoise's hook: the same headers on static files, which stay cacheable."""
    for name, value in HEADERS.items():
        headers[name] = value
