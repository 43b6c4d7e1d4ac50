"""Addresses of the register for programs, under /api/v1/."""

from django.urls import path

from cases.api import case, place, police_report, suspect, victim

urlpatterns = [
    path("cases/", case.CaseList.as_view(), name="api_case_list"),
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
]
for _noun, _address, _module, _model in (
    ("victim", "victims", victim, "Victim"),
    ("suspect", "suspects", suspect, "Suspect"),
    ("police_report", "police-reports", police_report, "PoliceReport"),
    ("place", "places", place, "Place"),
):
    for _act, _tail, _name in (
        ("List", "", "_list"),
        ("Detail", "<uuid:id>/", ""),
        ("Withdrawal", "<uuid:id>/withdrawal/", "_withdrawal"),
        ("Restoration", "<uuid:id>/restoration/", "_restoration"),
    ):
        _view = getattr(_module, f"{_model}{_act}").as_view()
        urlpatterns.append(
            path(f"{_address}/{_tail}", _view, name=f"api_{_noun}{_name}")
        )
