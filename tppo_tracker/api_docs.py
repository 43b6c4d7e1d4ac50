"""The schema of the API, and the page that explains it."""

from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from agencies import codes
from agencies.wire import MEDIA_TYPE


def document() -> dict[str, Any]:
    """The OpenAPI document in the language of the request.

    It names the codes of every list, so that a new code makes it anew.
    """
    return _document(get_language(), codes.all_codes())


@lru_cache(maxsize=4)
def _document(_language: str, _codes: frozenset) -> dict[str, Any]:
    made = SchemaGenerator().get_schema(request=None, public=True)
    return orjson.loads(orjson.dumps(made, default=str))


class Schema(APIView):
    @extend_schema(exclude=True)
    def get(self, request):
        body = orjson.dumps(document())
        return HttpResponse(body, content_type=MEDIA_TYPE)


def docs(request):
    return render(request, "api/docs.html", {})
