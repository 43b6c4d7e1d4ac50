"""Addresses of the register for programs, under /api/v1/."""

from django.urls import path

from cases.api import (
    audit,
    case,
    children,
    danger,
    duplicates,
    exports,
    matches,
    people,
    persons,
    reporters,
    search,
)

urlpatterns = [
    path("cases/", case.CaseList.as_view(), name="api_case_list"),
    path(
        "emergency-access/",
        danger.EmergencyAccess.as_view(),
        name="api_emergency_access",
    ),
    path("name-searches/", search.NameSearches.as_view(), name="api_name_search"),
    path("cases/<uuid:id>/", case.CaseDetail.as_view(), name="api_case"),
    path(
        "cases/<uuid:id>/withdrawal/",
        case.CaseWithdrawal.as_view(),
        name="api_case_withdrawal",
    ),
    path(
        "cases/<uuid:id>/restoration/",
        case.CaseRestoration.as_view(),
        name="api_case_restoration",
    ),
    path("cases/<uuid:id>/stages/", case.Stages.as_view(), name="api_stage_list"),
    path(
        "cases/<uuid:id>/stages/<uuid:stage_id>/withdrawal/",
        case.StageWithdrawal.as_view(),
        name="api_stage_withdrawal",
    ),
    path(
        "cases/<uuid:id>/stages/<uuid:stage_id>/restoration/",
        case.StageRestoration.as_view(),
        name="api_stage_restoration",
    ),
    path("audit/", audit.AuditTrail.as_view(), name="api_audit"),
    *people.ADDRESSES,
    *persons.ADDRESSES,
    *reporters.ADDRESSES,
    *children.addresses(),
    *duplicates.ADDRESSES,
    *matches.ADDRESSES,
    path("exports/", exports.ExportList.as_view(), name="api_export_list"),
    path("exports/<uuid:id>/", exports.ExportDetail.as_view(), name="api_export"),
    path(
        "exports/<uuid:id>/password/",
        exports.ExportPassword.as_view(),
        name="api_export_password",
    ),
    path(
        "exports/<uuid:id>/file/", exports.ExportFile.as_view(), name="api_export_file"
    ),
]
