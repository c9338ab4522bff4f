"""Addresses of signing in."""

from django.urls import path

from quintain.accounts import views

urlpatterns = [
    path("sign-in/<str:token>/", views.sign_in, name="sign-in"),
    path("session", views.session, name="session"),
    path("signed-out/", views.signed_out, name="signed-out"),
]
