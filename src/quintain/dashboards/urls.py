"""Addresses of an instructor's pages of a class."""

from django.urls import path

from quintain.dashboards import views

urlpatterns = [
    path("classes/<uuid:class_id>/wall/", views.wall, name="wall"),
    path("classes/<uuid:class_id>/wall/seats", views.seats, name="wall-seats"),
    path("classes/<uuid:class_id>/help/", views.help_queue, name="class-help"),
    path("classes/<uuid:class_id>/help/parts", views.help_parts, name="class-help-parts"),
    path("classes/<uuid:class_id>/projector/", views.projector, name="projector"),
    path("classes/<uuid:class_id>/projector/counts", views.counts, name="projector-counts"),
    path("classes/<uuid:class_id>/students/<uuid:person>/", views.student, name="class-student"),
    path(
        "classes/<uuid:class_id>/students/<uuid:person>/labs/<slug:lab>/attempts/<int:number>/",
        views.attempt,
        name="class-attempt",
    ),
    path("classes/<uuid:class_id>/report/", views.report, name="report"),
    path("classes/<uuid:class_id>/assessment/", views.assessment, name="class-assessment"),
    path("classes/<uuid:class_id>/results.csv", views.results, name="results"),
]
