"""Pages of the register. Addresses carry public ids, never numbers or names."""

from django.urls import path

from cases.views import drafts, log

urlpatterns: list = [
    path("cases/new/", log.new_case, name="case_new"),
    path("cases/drafts/<uuid:draft>/", drafts.save, name="case_draft"),
    path(
        "cases/drafts/<uuid:draft>/discard/",
        drafts.discard,
        name="case_draft_discard",
    ),
]
