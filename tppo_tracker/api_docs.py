"""The schema of the API, and the page that explains it."""

from functools import cache
from typing import Any

import orjson
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from agencies.wire import MEDIA_TYPE


@cache
def document(language: str) -> dict[str, Any]:
    """The OpenAPI document in a language; made once per process."""
    with override(language):
        made = SchemaGenerator().get_schema(request=None, public=True)
        return orjson.loads(orjson.dumps(made, default=str))


class Schema(APIView):
    @extend_schema(exclude=True)
    def get(self, request):
        body = orjson.dumps(document(get_language()))
        return HttpResponse(body, content_type=MEDIA_TYPE)


def docs(request):
    return render(request, "api/docs.html", {})
