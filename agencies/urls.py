"""Addresses about oneself."""

from django.urls import path

from agencies.accounts import entering, guarding, views

urlpatterns = [
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-in/code/", entering.show_code, name="sign_in_code"),
    path("sign-in/set-up/", entering.set_up, name="sign_in_set_up"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/hat/", views.switch_hat, name="switch_hat"),
    path("account/password/", views.password, name="password"),
    path("account/sessions/", guarding.show_sessions, name="account_sessions"),
    path(
        "account/sessions/end-others/",
        guarding.end_other_sessions,
        name="account_sessions_end",
    ),
    path(
        "account/sessions/<uuid:public_id>/end/",
        guarding.end_session,
        name="account_session_end",
    ),
    path(
        "account/second-factor/",
        guarding.show_second_factor,
        name="account_second_factor",
    ),
    path("regions/search", views.search_regions, name="region_search"),
    path("language/", views.set_language, name="set_language"),
]
