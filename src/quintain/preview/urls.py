"""Addresses of programs; the programs themselves have hosts of their own."""

from django.urls import path

from quintain.preview import views
from quintain.preview.hosts import Code

ORIGINAL = {"code": Code.ORIGINAL}

urlpatterns = [
    path("labs/<slug:slug>/program", views.start, name="program"),
    path("labs/<slug:slug>/program/stop", views.stop, name="program-stop"),
    path("labs/<slug:slug>/original/program", views.start, ORIGINAL, name="original-program"),
    path("labs/<slug:slug>/original/program/stop", views.stop, ORIGINAL, name="original-program-stop"),
]
