"""Addresses about oneself."""

from django.urls import path

from agencies.accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/hat/", views.switch_hat, name="switch_hat"),
    path("account/password/", views.password, name="password"),
    path("regions/search", views.search_regions, name="region_search"),
    path("language/", views.set_language, name="set_language"),
]
