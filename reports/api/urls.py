"""Addresses of figures and editions for programs, under /api/v1/."""

from django.urls import path

from reports.api import editions, figures

urlpatterns = [
    path("figures/", figures.Figures.as_view(), name="api_figures"),
    path("editions/", editions.EditionList.as_view(), name="api_edition_list"),
    path("editions/<uuid:id>/", editions.EditionDetail.as_view(), name="api_edition"),
]
