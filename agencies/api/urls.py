"""Addresses of agencies, regions and code lists for programs, under /api/v1/."""

from django.urls import path, re_path

from agencies.api import reference as api

CODE = r"(?P<code>[0-9A-Za-z._-]{1,40})"

urlpatterns = [
    path("agencies/", api.AgencyList.as_view(), name="api_agency_list"),
    re_path(rf"^agencies/{CODE}/$", api.AgencyDetail.as_view(), name="api_agency"),
    path("regions/", api.RegionList.as_view(), name="api_region_list"),
    re_path(rf"^regions/{CODE}/$", api.RegionDetail.as_view(), name="api_region"),
    path("code-lists/", api.CodeListList.as_view(), name="api_code_list_list"),
    path("code-lists/<slug:name>/", api.CodeListDetail.as_view(), name="api_code_list"),
]
