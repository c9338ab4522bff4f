"""Addresses of the labs."""

from django.urls import path

from quintain.attempts.pages import api, views

urlpatterns = [
    path("check/", views.check, name="check"),
    path("labs/<slug:lab>/", views.lab, name="lab"),
    path("labs/<slug:lab>/pull-request/", views.pull_request, name="pull-request"),
    path("labs/<slug:lab>/find/", views.find, name="find"),
    path("labs/<slug:lab>/break/", views.break_, name="break"),
    path("labs/<slug:lab>/break/skip", views.skip_break, name="skip-break"),
    path("labs/<slug:lab>/break/reset", views.reset_exploit, name="reset-exploit"),
    path("labs/<slug:lab>/fix/", views.fix, name="fix"),
    path("labs/<slug:lab>/debrief/", views.debrief, name="debrief"),
    path("labs/<slug:lab>/attempts/<int:number>/", views.attempt, name="attempt"),
    path("labs/<slug:lab>/attempts/<int:number>/restore", views.restore_attempt, name="restore-attempt"),
    path("labs/<slug:lab>/copies/<uuid:copy>/restore", views.restore_copy, name="restore-copy"),
    path("labs/<slug:lab>/hints", views.hints, name="hints"),
    path("labs/<slug:lab>/reset", views.reset, name="reset"),
    path("labs/<slug:lab>/files", api.files, name="files"),
    path("labs/<slug:lab>/files/kept", api.kept_file, name="kept-file"),
    path("labs/<slug:lab>/files/settled", api.settled_file, name="settled-file"),
    path("labs/<slug:lab>/marks", api.marks, name="marks"),
    path("labs/<slug:lab>/exploit", api.exploit, name="exploit"),
    path("labs/<slug:lab>/exploit/kept", api.kept_exploit, name="kept-exploit"),
    path("labs/<slug:lab>/exploit/settled", api.settled_exploit, name="settled-exploit"),
    path("labs/<slug:lab>/runs", api.runs, name="runs"),
    path("labs/<slug:lab>/runs/<uuid:run>", api.run, name="run"),
    path("labs/<slug:lab>/runs/<uuid:run>/stop", api.stop_run, name="stop-run"),
    path("labs/<slug:lab>/submissions", api.submissions, name="submissions"),
    path("labs/<slug:lab>/submissions/<uuid:submission>", api.submission, name="submission"),
    path("labs/<slug:lab>/submissions/<uuid:submission>/original", api.original, name="original"),
]
