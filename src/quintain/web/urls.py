"""Addresses of the page kit."""

from django.urls import path

from quintain.web import views

urlpatterns = [
    path("words/<slug:stamp>.js", views.words, name="words"),
]
