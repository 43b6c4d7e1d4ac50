"""Addresses of figures and editions for programs, under /api/v1/."""

from django.urls import path

from reports.api import figures

urlpatterns = [path("figures/", figures.Figures.as_view(), name="api_figures")]
