"""Addresses of the page kit."""

from django.urls import path

from quintain.web import security_txt, views

urlpatterns = [
    path("words/<slug:language>/<slug:stamp>.js", views.words, name="words"),
    path(security_txt.PATH.removeprefix("/"), security_txt.security_txt, name="security-txt"),
]
