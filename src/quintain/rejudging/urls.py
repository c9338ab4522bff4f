"""Addresses of runs that judge attempts again."""

from typing import Final

from django.urls import path

from quintain.rejudging import views

CLASS: Final = "classes/<uuid:class_id>/rejudging/"
SERVER: Final = "rejudging/"

urlpatterns = [
    path(CLASS, views.runs, name="class-rejudgings"),
    path(f"{CLASS}<uuid:rejudging>/", views.run, name="class-rejudging"),
    path(f"{CLASS}<uuid:rejudging>/attempts.csv", views.attempts, name="class-rejudging-table"),
    path(SERVER, views.runs, name="rejudgings"),
    path(f"{SERVER}<uuid:rejudging>/", views.run, name="rejudging"),
    path(f"{SERVER}<uuid:rejudging>/attempts.csv", views.attempts, name="rejudging-table"),
]
