"""Addresses of programs; the programs themselves have hosts of their own."""

from django.urls import path

from quintain.preview import views

urlpatterns = [
    path("labs/<slug:lab>/program", views.start, name="program"),
    path("labs/<slug:lab>/program/stop", views.stop, name="program-stop"),
]
