"""Addresses of the whole register; each app brings its own."""

from django.urls import include, path

from tppo_tracker.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # Programs ask most often: their addresses are tried before those of the pages.
    path("api/", include("tppo_tracker.api_urls")),
    path("", include("agencies.urls")),
    path("", include("cases.urls")),
    path("", include("reports.urls")),
]

handler400 = "tppo_tracker.views.bad_request"
handler403 = "tppo_tracker.views.forbidden"
handler404 = "tppo_tracker.views.not_found"
handler500 = "tppo_tracker.views.server_error"
