"""The API: /api/v1/, its schema and its documentation."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from tppo_tracker import api_docs


@csrf_exempt
@login_not_required
def nowhere(request):
    """Any other address under /api/: a problem, and never a redirect."""
    raise Http404


urlpatterns = [
    path("v1/", include("agencies.api.urls")),
    path("v1/", include("cases.api.urls")),
    path("v1/", include("reports.api.urls")),
    path("v1/schema/", api_docs.Schema.as_view(), name="api_schema"),
    path("docs/", api_docs.docs, name="docs"),
    re_path(r"", nowhere, name="api_nowhere"),
]
