"""Addresses of signing in and out."""

from django.urls import path

from quintain.accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("session", views.session, name="session"),
    path("audit/", views.audit_log, name="audit-log"),
    path("signed-out/", views.signed_out, name="signed-out"),
]
