"""Work that a page does while she waits: a few times a minute for each person."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.throttling import UserRateThrottle


class HeavyWork(UserRateThrottle):
    """The rate stands in settings, under `heavy`."""

    scope = "heavy"


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: 429, and when to come again, for who asks more often than that."""

    @wraps(view)
    def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rate = HeavyWork()
        # It asks of a request only whose it is and whence it comes.
        if rate.allow_request(request, view):  # type: ignore[arg-type]  # a throttle reads of a request what Django's has too
            return view(request, *args, **kwargs)
        seconds = round(rate.wait() or 0) + 1
        answer = render(request, "errors/429.html", {"seconds": seconds}, status=429)
        answer.headers["Retry-After"] = str(seconds)
        return answer

    return through
