"""Addresses of an instructor's pages of a class."""

from typing import Final

from django.urls import path

from quintain.dashboards import views

CLASS: Final = "classes/<uuid:class_id>/"
STUDENT: Final = f"{CLASS}students/<uuid:person>/"
HELP: Final = {"template": "dashboards/help.html"}
HELP_PARTS: Final = {"template": "dashboards/helpparts.html"}
PROJECTOR: Final = {"template": "dashboards/projector.html"}
COUNTS: Final = {"template": "dashboards/counts.html"}

urlpatterns = [
    path(f"{CLASS}wall/", views.wall, name="wall"),
    path(f"{CLASS}wall/seats", views.seats, name="wall-seats"),
    path(f"{CLASS}help/", views.help_queue, HELP, name="class-help"),
    path(f"{CLASS}help/parts", views.help_queue, HELP_PARTS, name="class-help-parts"),
    path(f"{CLASS}projector/", views.projector, PROJECTOR, name="projector"),
    path(f"{CLASS}projector/counts", views.projector, COUNTS, name="projector-counts"),
    path(STUDENT, views.student, name="class-student"),
    path(f"{STUDENT}labs/<slug:lab>/attempts/<int:number>/", views.attempt, name="class-attempt"),
    path(f"{CLASS}report/", views.report, name="report"),
    path(f"{CLASS}assessment/", views.assessment, name="class-assessment"),
    path(f"{CLASS}results.csv", views.results, name="results"),
]
